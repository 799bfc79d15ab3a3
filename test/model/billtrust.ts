import fc from 'fast-check';
import { billtrustPermissions } from '../../libs/partners/src/billtrust/billtrust.credential.js';
import { expectLike, expectSame, type Foreseen, type Sender, type Tenant, type Write } from './commands.js';
import type { ModelAnswer, ModelRequest, MortalLedger } from './mortal-ledger.js';
import { expectEvents, type VendorModel } from './vendor-model.js';

interface Choice {
  readonly act: 'resolution' | 'flag' | 'open' | 'assign' | 'close' | 'cancel' | 'invoice-closed';
  /** Chooses the dispute or the resolution. */
  readonly place: number;
  /** Chooses the document or the resolution that is named. */
  readonly other: number;
}

interface Resolution {
  readonly code: string;
  readonly id: string;
  description: string;
}

interface Dispute {
  readonly id: string;
  readonly documentNumber: string;
  status: 0 | 1 | 2;
  resolution: Resolution | null;
  readonly events: string[];
}

/** The events that the vendor's writes lead to; reservations and releases of links are their means. */
const EVENTS = [
  'InvoiceDisputeOpened',
  'InvoiceDisputeResolutionAssigned',
  'InvoiceDisputeClosed',
  'InvoiceDisputeCancelled',
];

class BilltrustTenant implements Tenant<Choice> {
  private readonly resolutions: Resolution[] = [];
  private readonly disputes: Dispute[] = [];
  private flagged: Resolution | null = null;

  constructor(
    private readonly ledger: MortalLedger,
    private readonly tenant: string,
    private readonly apiKeys: readonly string[],
  ) {}

  foresee({ act, place, other }: Choice): Foreseen | null {
    if (act === 'resolution') return this.upsert(place, other);
    if (act === 'open') return this.open(other);
    if (act === 'invoice-closed') return this.invoiceClosed(other);
    const resolution = this.resolutions[other % this.resolutions.length];
    if (act === 'flag') return resolution === undefined ? null : this.flag(resolution);
    const dispute = this.disputes[place % this.disputes.length];
    if (dispute === undefined) return null;
    if (act === 'cancel') return this.cancel(dispute);
    if (resolution === undefined) return null;
    return act === 'close' ? this.close(dispute, resolution) : this.assign(dispute, resolution);
  }

  private upsert(place: number, other: number): Foreseen {
    const code = `R${place % 3}`;
    const description = `Description ${other % 2}`;
    const apply = ({ text }: ModelAnswer): void => {
      const known = this.resolutions.find((resolution) => resolution.code === code);
      const { resolutionId: id } = JSON.parse(text) as { resolutionId: string };
      if (known === undefined) this.resolutions.push({ code, id, description });
      else {
        expectSame(id, known.id);
        known.description = description;
      }
    };
    const body = { code, description, active: true, isValid: true };
    return { write: { method: 'POST', path: '/resolutions', body }, status: 201, apply };
  }

  private flag(resolution: Resolution): Foreseen {
    const path = `/resolutions/${resolution.id}/apply-when-invoice-closed`;
    return {
      write: { method: 'PUT', path, body: {} },
      status: 200,
      apply: () => void (this.flagged = resolution),
    };
  }

  private open(other: number): Foreseen {
    const documentNumber = `INV-${other % 2}`;
    const apply = ({ text }: ModelAnswer): void => {
      const { disputeId: id } = JSON.parse(text) as { disputeId: string };
      const events = ['InvoiceDisputeOpened'];
      this.disputes.push({ id, documentNumber, status: 0, resolution: null, events });
    };
    return { write: { method: 'POST', path: '/disputes', body: { documentNumber } }, status: 201, apply };
  }

  private assign(dispute: Dispute, resolution: Resolution): Foreseen {
    const path = `/disputes/${dispute.id}/resolution`;
    const write: Write = { method: 'PUT', path, body: { resolutionCode: resolution.code } };
    if (dispute.status === 2) return { write, status: 409 };
    const apply = (): void => {
      if (dispute.resolution === resolution) return;
      dispute.resolution = resolution;
      dispute.events.push('InvoiceDisputeResolutionAssigned');
    };
    return { write, status: 200, apply };
  }

  private close(dispute: Dispute, resolution: Resolution): Foreseen {
    const body = { resolutionCode: resolution.code };
    const write: Write = { method: 'POST', path: `/disputes/${dispute.id}/close`, body };
    if (dispute.status === 1 && dispute.resolution === resolution) return { write, status: 200 };
    if (dispute.status !== 0) return { write, status: 409 };
    return { write, status: 200, apply: () => closed(dispute, resolution) };
  }

  private cancel(dispute: Dispute): Foreseen {
    const write: Write = { method: 'POST', path: `/disputes/${dispute.id}/cancel`, body: {} };
    if (dispute.status === 1) return { write, status: 409 };
    const apply = (): void => {
      if (dispute.status === 2) return;
      dispute.status = 2;
      dispute.events.push('InvoiceDisputeCancelled');
    };
    return { write, status: 200, apply };
  }

  private invoiceClosed(other: number): Foreseen {
    const documentNumber = `INV-${other % 2}`;
    const write: Write = { method: 'POST', path: `/invoices/${documentNumber}/closed`, body: {} };
    const { flagged } = this;
    if (flagged === null) return { write, status: 409 };
    const apply = (): void => {
      for (const dispute of this.disputes)
        if (dispute.documentNumber === documentNumber && dispute.status === 0) closed(dispute, flagged);
    };
    return { write, status: 200, apply };
  }

  request({ method, path, body }: Write, { holder, isAlias, key }: Sender): ModelRequest {
    const keyed = key === undefined ? {} : { 'idempotency-key': key };
    const base = isAlias ? '/v1/tenants' : '/dispute/v1/tenants';
    return {
      method,
      path: `${base}/${this.tenant}${path}`,
      body,
      headers: { ...this.authorization(holder), ...keyed },
    };
  }

  async expectSingle(place: number): Promise<void> {
    const dispute = this.disputes[place % this.disputes.length];
    if (dispute === undefined) return;
    const { id, status, resolution } = dispute;
    const shown = await this.get(`/disputes/${id}`);
    expectLike(shown, { status, resolutionCode: resolution?.code ?? null });
  }

  async expectList(): Promise<void> {
    await this.expectListed('', () => true);
    await this.expectListed('?DocumentNumber=INV-0&Status=1', ({ documentNumber, status }) => {
      return documentNumber === 'INV-0' && status === 1;
    });
    const resolutions = (await this.get('/resolutions')) as readonly {
      readonly code: string;
      readonly description: string;
      readonly applyWhenInvoiceClosed: boolean;
    }[];
    expectSame(
      resolutions
        .map(({ code, description, applyWhenInvoiceClosed }) => [code, description, applyWhenInvoiceClosed])
        .sort(),
      this.resolutions.map((each) => [each.code, each.description, each === this.flagged]).sort(),
    );
  }

  async expectLog(): Promise<void> {
    for (const { id, events } of this.disputes)
      await expectEvents(this.ledger, { tenant: this.tenant, id }, { types: events, of: EVENTS });
  }

  private async expectListed(query: string, fits: (dispute: Dispute) => boolean): Promise<void> {
    const listed = (await this.get(`/disputes${query}`)) as readonly { disputeId: string; status: number }[];
    expectSame(
      listed.map(({ disputeId, status }) => `${disputeId} ${status}`),
      this.disputes
        .filter(fits)
        .map(({ id, status }) => `${id} ${status}`)
        .toReversed(),
    );
  }

  private async get(path: string): Promise<unknown> {
    const base = `/dispute/v1/tenants/${this.tenant}`;
    const answer = await this.ledger.send({
      method: 'GET',
      path: base + path,
      headers: this.authorization(0),
    });
    expectLike(answer, { status: 200 });
    return JSON.parse(answer?.text ?? '');
  }

  private authorization(holder: number): Record<string, string> {
    return { 'x-billtrust-api-key': this.apiKeys[holder] ?? '' };
  }
}

const closed = (dispute: Dispute, resolution: Resolution): void => {
  dispute.status = 1;
  dispute.resolution = resolution;
  dispute.events.push('InvoiceDisputeClosed');
};

export const billtrustModel: VendorModel<Choice> = {
  name: 'Billtrust',
  choices: fc.record({
    act: fc.constantFrom('resolution', 'flag', 'open', 'open', 'assign', 'close', 'cancel', 'invoice-closed'),
    place: fc.nat(20),
    other: fc.nat(20),
  }),
  newTenant: async (ledger, tenant) => {
    const apiKeys: string[] = [];
    for (const holder of ['user-1', 'user-2']) {
      const grant = { family: 'billtrust', tenant, holder, scopes: billtrustPermissions };
      apiKeys.push((await ledger.credentials.issueApiKey(grant, 'bt_')).apiKey);
    }
    return new BilltrustTenant(ledger, tenant, apiKeys);
  },
};
