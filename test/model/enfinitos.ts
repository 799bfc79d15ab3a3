import fc from 'fast-check';
import { openingExample, steps } from '../acceptance/enfinitos/clients.js';
import { expectLike, expectSame, type Foreseen, type Tenant, type Write } from './commands.js';
import { expectEvents, type VendorModel } from './vendor-model.js';
import type { ModelRequest, MortalLedger } from './mortal-ledger.js';

type Move = keyof typeof steps;
type State = 'OPENED' | Move;

/** The moves of the vendor's document, written down again so that the product's own table is checked. */
const LEGAL: Readonly<Record<State, readonly Move[]>> = {
  OPENED: ['INVESTIGATING', 'ESCALATED', 'WITHDRAWN'],
  INVESTIGATING: ['EVIDENCE_GATHERED', 'ESCALATED', 'WITHDRAWN'],
  EVIDENCE_GATHERED: ['OPERATOR_RESPONDED', 'ESCALATED', 'WITHDRAWN'],
  OPERATOR_RESPONDED: ['ADVERTISER_RESPONDED', 'ESCALATED', 'WITHDRAWN'],
  ADVERTISER_RESPONDED: ['OPERATOR_RESPONDED', 'RESOLVED', 'ESCALATED', 'WITHDRAWN'],
  ESCALATED: ['OPERATOR_RESPONDED', 'RESOLVED', 'WITHDRAWN'],
  RESOLVED: [],
  WITHDRAWN: [],
};

const EVENT_OF: Readonly<Record<State, string>> = {
  OPENED: 'DeliveryDisputeOpened',
  INVESTIGATING: 'InvestigationStarted',
  EVIDENCE_GATHERED: 'EvidenceGathered',
  OPERATOR_RESPONDED: 'OperatorResponded',
  ADVERTISER_RESPONDED: 'AdvertiserResponded',
  ESCALATED: 'DeliveryDisputeEscalated',
  RESOLVED: 'DeliveryDisputeResolved',
  WITHDRAWN: 'DeliveryDisputeWithdrawn',
};

type Choice =
  | { readonly act: 'open' }
  /** `isLegal` chooses among the moves that are legal, so that disputes get far. */
  | { readonly act: 'move'; readonly place: number; readonly move: number; readonly isLegal: boolean };

interface Dispute {
  readonly id: string;
  /** Every state that it has had, the last of which it is in. */
  readonly states: State[];
}

class EnfinitosTenant implements Tenant<Choice> {
  private readonly disputes: Dispute[] = [];

  constructor(
    private readonly ledger: MortalLedger,
    private readonly tenant: string,
    private readonly apiKeys: readonly string[],
  ) {}

  foresee(choice: Choice): Foreseen | null {
    if (choice.act === 'open') {
      const apply: Foreseen['apply'] = ({ text }) => {
        const { data } = JSON.parse(text) as { data: { dispute: { id: string } } };
        this.disputes.push({ id: data.dispute.id, states: ['OPENED'] });
      };
      return { write: { method: 'POST', path: '', body: openingExample }, status: 201, apply };
    }
    const dispute = this.disputes[choice.place % this.disputes.length];
    const state = dispute?.states.at(-1);
    if (dispute === undefined || state === undefined) return null;
    const legal = LEGAL[state];
    const among = choice.isLegal && legal.length > 0 ? legal : (Object.keys(steps) as Move[]);
    const to = among[choice.move % among.length] ?? 'ESCALATED';
    const [route, body] = steps[to];
    const write: Write = { method: 'POST', path: `/${dispute.id}/${route}`, body };
    if (!legal.includes(to)) return { write, status: 409 };
    return { write, status: 200, apply: () => void dispute.states.push(to) };
  }

  request(
    { method, path, body }: Write,
    { holder, key }: Parameters<Tenant<Choice>['request']>[1],
  ): ModelRequest {
    const keyed = key === undefined ? {} : { 'idempotency-key': key };
    return {
      method,
      path: `/v1/disputes${path}`,
      body,
      headers: { ...this.authorization(holder), ...keyed },
    };
  }

  async expectSingle(place: number): Promise<void> {
    const dispute = this.disputes[place % this.disputes.length];
    if (dispute === undefined) return;
    const { data } = (await this.get(`/${dispute.id}`)) as { data: { dispute: { state: State } } };
    expectSame(data.dispute.state, dispute.states.at(-1));
  }

  async expectList(): Promise<void> {
    const { data } = (await this.get('')) as {
      data: { disputes: { id: string; state: State }[]; counts: Record<State, number> };
    };
    const shown = this.disputes.map(({ id, states }) => `${id} ${states.at(-1)}`).toReversed();
    expectSame(
      data.disputes.map(({ id, state }) => `${id} ${state}`),
      shown,
    );
    const counted = Object.keys(LEGAL).map((state) => [
      state,
      this.disputes.filter(({ states }) => states.at(-1) === state).length,
    ]);
    expectSame(data.counts, Object.fromEntries(counted));
  }

  async expectLog(): Promise<void> {
    for (const { id, states } of this.disputes)
      await expectEvents(
        this.ledger,
        { tenant: this.tenant, id },
        { types: states.map((state) => EVENT_OF[state]), of: Object.values(EVENT_OF) },
      );
  }

  private async get(path: string): Promise<unknown> {
    const headers = this.authorization(0);
    const answer = await this.ledger.send({ method: 'GET', path: `/v1/disputes${path}`, headers });
    expectLike(answer, { status: 200 });
    return JSON.parse(answer?.text ?? '');
  }

  private authorization(holder: number): Record<string, string> {
    return { authorization: `Bearer ${this.apiKeys[holder] ?? ''}` };
  }
}

export const enfinitosModel: VendorModel<Choice> = {
  name: 'EnfinitOS',
  choices: fc.oneof(
    fc.constant<Choice>({ act: 'open' }),
    ...[true, true, false].map((isLegal) =>
      fc
        .record({ place: fc.nat(20), move: fc.nat(20) })
        .map(({ place, move }): Choice => ({ act: 'move', place, move, isLegal })),
    ),
  ),
  newTenant: async (ledger, tenant) => {
    const apiKeys: string[] = [];
    for (const holder of ['developer-1', 'developer-2']) {
      const grant = { family: 'enfinitos', tenant, holder, scopes: ['audit:read', 'settlement:write'] };
      apiKeys.push((await ledger.credentials.issueApiKey(grant, 'sk_live_')).apiKey);
    }
    return new EnfinitosTenant(ledger, tenant, apiKeys);
  },
};
