import { expect } from '@jest/globals';
import type { RunningLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { type Answer, bodyOf, comingAgain, send } from '../clients.js';

/** The document's own request, with values for its fields (docs/vendors/enfinitos.md, "Values in the example"). */
export const openingExample = {
  disputedPeriod: { start: '2023-11-07T05:31:56Z', end: '2023-11-08T05:31:56Z' },
  affectedSurface: { campaignId: 'campaign-7', screenIds: ['screen-1', 'screen-2'], substrateId: 'dooh' },
  claimedShortfall: { unit: 'impressions', amount: '1200.50' },
  openedBy: 'acme-buying-desk',
  evidenceBundle: {
    proofPackIds: ['pack-1'],
    meteringSnapshotIds: ['snapshot-1'],
    settlementApplicationIds: ['application-1'],
    attachmentRefs: ['attachment-1'],
    auditorReportRef: 'report-1',
  },
};

/** Returns the example with these fields replaced; a field that is undefined is left out. */
export const openingWith = (fields: object): object => ({ ...openingExample, ...fields });

/** The route and the body that move a dispute to each state. */
export const steps = {
  INVESTIGATING: ['advance', { toState: 'INVESTIGATING' }],
  EVIDENCE_GATHERED: ['advance', { toState: 'EVIDENCE_GATHERED' }],
  OPERATOR_RESPONDED: ['respond', { role: 'operator', stance: 'DISPUTED' }],
  ADVERTISER_RESPONDED: ['respond', { role: 'advertiser', stance: 'REJECTED' }],
  ESCALATED: ['escalate', {}],
  RESOLVED: ['resolve', { kind: 'NO_CREDIT' }],
  WITHDRAWN: ['withdraw', { actor: openingExample.openedBy }],
} as const;

export type State = 'OPENED' | keyof typeof steps;

const WAY = ['INVESTIGATING', 'EVIDENCE_GATHERED', 'OPERATOR_RESPONDED', 'ADVERTISER_RESPONDED'] as const;

/** Returns the steps that lead from the opening to the state. */
const wayTo = (state: State): readonly (keyof typeof steps)[] => {
  if (state === 'OPENED') return [];
  if (state === 'RESOLVED') return [...WAY, state];
  if (state === 'ESCALATED' || state === 'WITHDRAWN') return [state];
  return WAY.slice(0, WAY.indexOf(state) + 1);
};

export interface Dispute {
  readonly id: string;
  readonly state: State;
  readonly evidenceDigest: string;
  readonly evidenceBundle: Readonly<Record<string, unknown>>;
  readonly timeline: readonly Readonly<Record<string, string>>[];
  readonly [field: string]: unknown;
}

export const disputeOf = (answer: Answer): Dispute => {
  const { data } = bodyOf<{ data: { dispute: Dispute } }>(answer);
  return data.dispute;
};

type Headers = Record<string, string>;

/** One developer's program, which sends JSON with its API key. */
export interface Developer {
  readonly apiKey: string;
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  /** Opens the example's dispute and moves it to the state. */
  reach(state: State): Promise<Dispute>;
}

/** Returns the program of the key's holder. A body that is text is sent unchanged. */
export const developerWith = ({ url }: Pick<RunningLedger, 'url'>, apiKey: string): Developer => {
  const authorization = `Bearer ${apiKey}`;
  const post: Developer['post'] = (path, body, headers = {}) =>
    send(`${url}/v1/disputes${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    apiKey,
    get: (path, headers = {}) =>
      comingAgain(() => send(`${url}/v1/disputes${path}`, { headers: { authorization, ...headers } })),
    post,
    reach: async (state) => {
      let dispute = disputeOf(await post('', openingExample));
      for (const next of wayTo(state)) {
        const [route, body] = steps[next];
        dispute = disputeOf(await post(`/${dispute.id}/${route}`, body));
      }
      expect(dispute.state).toBe(state);
      return dispute;
    },
  };
};

const bothScopes = ['audit:read', 'settlement:write'];

/** Issues a key to a developer of the organisation and resolves when the running ledger accepts it. */
export const developerOf = async (
  running: RunningLedger,
  tenant = 'acme',
  { holder = 'developer-1', scopes = bothScopes } = {},
): Promise<Developer> => {
  const grant = { family: 'enfinitos', tenant, holder, scopes };
  const { apiKey } = await running.credentials.issueApiKey(grant, 'sk_live_');
  const developer = developerWith(running, apiKey);
  await until(async () => (await developer.get('')).status !== 401);
  return developer;
};

/**
 * Expects a refusal in the vendor's own envelope, with no other keys. Every 400 has details: where a test names
 * none, they are of the request as a whole.
 */
export const expectRefusal = (answer: Answer, status: number, error: object): void => {
  const message = expect.stringMatching(/./);
  const details = status === 400 ? { details: [{ path: '', message }] } : {};
  expect([answer.status, bodyOf(answer)]).toStrictEqual([
    status,
    { ok: false, error: { message, ...details, ...error }, contractVersion: 'v1.0' },
  ]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
};

/** Expects a refusal because of one field of the body. */
export const expectFieldRefusal = (answer: Answer, path: string): void => {
  const message = expect.stringContaining(path.split('/').at(-1) ?? '');
  expectRefusal(answer, 400, { code: 'VALIDATION_ERROR', details: [{ path, message }] });
};

/** Returns everything that a repeat must get again. */
export const outcome = ({ status, text, headers }: Answer) => ({
  status,
  text,
  contentType: headers.get('content-type'),
  etag: headers.get('etag'),
  position: headers.get('ledger-position'),
});

export const isRepeat = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';
