import fc from 'fast-check';
import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';
import { documentedHeader, newInstitution } from '../support/institution.js';
import { expectLike, expectSame, type Foreseen, type Sender, type Tenant, type Write } from './commands.js';
import type { ModelAnswer, ModelRequest, MortalLedger } from './mortal-ledger.js';
import { expectEvents, type VendorModel } from './vendor-model.js';

/** A message of an institution; `place` chooses the dispute and `variant` the text. */
interface Choice {
  readonly act: 'update' | 'report';
  readonly place: number;
  readonly variant: number;
}

interface Dispute {
  readonly id: string;
  /** The institution that sent the first message of the case. No other may send one. */
  readonly owner: number;
  readonly messages: string[];
}

const MESSAGES = { update: 'DisputeUpdateRecorded', report: 'ArbitrationReportFiled' } as const;

class SmartOdrTenant implements Tenant<Choice> {
  private readonly disputes: Dispute[] = [];
  private position = '0';

  constructor(
    private readonly ledger: MortalLedger,
    private readonly tenant: string,
    private readonly authorization: { readonly institutions: readonly string[]; readonly auditor: string },
  ) {}

  foresee({ act, place, variant }: Choice, holder: number): Foreseen {
    const id = `CASE-${place}`;
    const write = act === 'update' ? updateOf(id, variant) : reportOf(id, variant);
    const known = this.disputes.find((dispute) => dispute.id === id);
    if (known !== undefined && known.owner !== holder) return { write, status: 403 };
    const apply = (answer: ModelAnswer): void => {
      const dispute = known ?? { id, owner: holder, messages: [] };
      if (known === undefined) this.disputes.push(dispute);
      dispute.messages.push(MESSAGES[act]);
      this.position = answer.position ?? '';
    };
    return { write, status: 200, apply };
  }

  request({ method, path, body }: Write, { holder, key }: Sender): ModelRequest {
    const authorization = this.authorization.institutions[holder] ?? '';
    return {
      method,
      path,
      body,
      headers: { authorization, ...(key !== undefined && { 'idempotency-key': key }) },
    };
  }

  async expectSingle(place: number): Promise<void> {
    const dispute = this.disputes[place % this.disputes.length];
    if (dispute === undefined) return;
    const shown = await this.get(`/ledger/disputes/${this.tenant}/${dispute.id}`);
    expectLike(shown, { disputeId: dispute.id });
  }

  /** The vendor has no lists: the ledger's own shows what was acknowledged at the position that is asked for. */
  async expectList(): Promise<void> {
    const { disputes } = (await this.get(`/ledger/disputes?tenant=${this.tenant}&limit=200`)) as {
      disputes: readonly { disputeId: string }[];
    };
    expectSame(
      disputes.map(({ disputeId }) => disputeId),
      this.disputes.map(({ id }) => id).toReversed(),
    );
  }

  async expectLog(): Promise<void> {
    for (const { id, messages } of this.disputes)
      await expectEvents(
        this.ledger,
        { tenant: this.tenant, id },
        { types: messages, of: Object.values(MESSAGES) },
      );
  }

  private async get(path: string): Promise<unknown> {
    const headers = { authorization: this.authorization.auditor, 'ledger-min-position': this.position };
    const answer = await this.ledger.send({ method: 'GET', path, headers });
    expectLike(answer, { status: 200 });
    return JSON.parse(answer?.text ?? '');
  }
}

const updateOf = (disputeId: string, variant: number): Write => {
  const { dispute } = smartOdrExamples.update;
  const body = { dispute: { ...dispute, disputeId, update: `Hearing ${variant}` } };
  return { method: 'POST', path: '/update', body };
};

const reportOf = (disputeId: string, variant: number): Write => {
  const { dispute } = smartOdrExamples.arbitrationReport;
  const report = { ...dispute.ArbitrationReport, noOfHearings: variant };
  const body = { dispute: { ...dispute, disputeId, ArbitrationReport: report } };
  return { method: 'POST', path: '/update_arbitration_report', body };
};

const INSTITUTIONS = ['Gotham ODR', 'Metropolis ODR'];

/** Registers an institution with a key of its own: a key belongs to one credential, and a sequence has a tenant. */
const register = async ({ credentials }: MortalLedger, tenant: string, name: string): Promise<string> => {
  const institution = newInstitution(name, tenant);
  await credentials.issueForPublicKey(
    { family: 'smart-odr', tenant, holder: name, scopes: [] },
    {
      keyId: institution.keyId,
      publicKey: institution.publicKeyPem,
      profile: 'documented',
      emails: [institution.email],
      phones: [institution.phone],
    },
  );
  return documentedHeader(institution);
};

export const smartOdrModel: VendorModel<Choice> = {
  name: 'SMART ODR',
  choices: fc.record({
    act: fc.constantFrom('update', 'report'),
    place: fc.nat(3),
    variant: fc.nat(2),
  }),
  newTenant: async (ledger, tenant) => {
    const headers: string[] = [];
    for (const name of INSTITUTIONS) headers.push(await register(ledger, tenant, name));
    const auditor = { family: 'ledger', tenant, holder: 'Auditor', scopes: ['dispute:read'] };
    const { apiKey } = await ledger.credentials.issueApiKey(auditor);
    return new SmartOdrTenant(ledger, tenant, { institutions: headers, auditor: `Bearer ${apiKey}` });
  },
};
