import { openingExample } from './clients.js';

/** A field of a body: where it stands, and a part of a body that has it with a value found nowhere else. */
export interface BodyField {
  readonly path: string;
  readonly part: object;
  readonly marks: readonly string[];
}

/** A route with a body that it accepts, for a dispute in the state. */
export interface Act {
  readonly name: string;
  readonly route: string;
  readonly state:
    'OPENED' | 'INVESTIGATING' | 'EVIDENCE_GATHERED' | 'OPERATOR_RESPONDED' | 'ESCALATED' | null;
  readonly body: object;
}

const { openedBy: _, ...opening } = openingExample;

export const acts: readonly Act[] = [
  { name: 'open', route: '', state: null, body: opening },
  { name: 'advance to INVESTIGATING', route: 'advance', state: 'OPENED', body: { toState: 'INVESTIGATING' } },
  {
    name: 'advance to EVIDENCE_GATHERED',
    route: 'transition',
    state: 'INVESTIGATING',
    body: { toState: 'EVIDENCE_GATHERED' },
  },
  {
    name: 'advance to OPERATOR_RESPONDED',
    route: 'advance',
    state: 'EVIDENCE_GATHERED',
    body: { toState: 'OPERATOR_RESPONDED', operatorResponse: { stance: 'DISPUTED' } },
  },
  {
    name: 'advance to ADVERTISER_RESPONDED',
    route: 'transition',
    state: 'OPERATOR_RESPONDED',
    body: { toState: 'ADVERTISER_RESPONDED', advertiserResponse: { stance: 'DISPUTED' } },
  },
  {
    name: 'respond as operator',
    route: 'respond',
    state: 'EVIDENCE_GATHERED',
    body: { role: 'operator', stance: 'DISPUTED' },
  },
  {
    name: 'respond as advertiser',
    route: 'respond',
    state: 'OPERATOR_RESPONDED',
    body: { role: 'advertiser', stance: 'DISPUTED' },
  },
  ...[
    { kind: 'CREDIT_ISSUED', creditNoteId: 'note-1' },
    { kind: 'MAKEGOOD_DELIVERED', makegoodCampaignId: 'campaign-1' },
    { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: -1 } },
    { kind: 'NO_CREDIT' },
    { kind: 'OTHER' },
  ].map((body): Act => ({ name: `resolve with ${body.kind}`, route: 'resolve', state: 'ESCALATED', body })),
  { name: 'escalate', route: 'escalate', state: 'OPENED', body: {} },
  { name: 'withdraw', route: 'withdraw', state: 'OPENED', body: {} },
];

const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the body with the members of the other one, at every depth. Lists are replaced. */
export const merged = (body: object, other: object): object => {
  const members = Object.entries(other).map(([name, value]: [string, unknown]) => {
    const own: unknown = Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
    return [name, isMap(own) && isMap(value) ? merged(own, value) : value];
  });
  return { ...body, ...(Object.fromEntries(members) as object) };
};

/** Returns the part of a body that has the value at the path: `a/b` and 1 give `{ a: { b: 1 } }`. */
const at = (path: string, value: unknown): object =>
  path.split('/').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;

const field = (path: string, value: unknown, ...marks: readonly string[]): BodyField => ({
  path,
  part: at(path, value),
  marks: marks.length > 0 ? marks : [String(value)],
});

const text = (path: string): BodyField => field(path, `marked-${path.replaceAll('/', '-')}`);

const list = (path: string): BodyField => {
  const marks = [1, 2].map((item) => `marked-${path.replaceAll('/', '-')}-${item}`);
  return field(path, marks, ...marks);
};

const window = { start: '2031-05-01T00:00:00Z', end: '2031-05-02T00:00:00Z' };
const period = { start: '2021-05-03T00:00:00Z', end: '2021-05-04T00:00:00Z' };

/** Each field with what its object needs beside it, so that the body has no other mistake. */
const response = (path: string): readonly BodyField[] => [
  text(`${path}stance`),
  ...[
    text(`${path}notes`),
    text(`${path}by`),
    field(`${path}proposedRemedy/amount`, '7131.25'),
    field(`${path}proposedRemedy/makegoodWindow`, window, ...Object.values(window)),
  ].map(({ part, ...rest }) => ({
    ...rest,
    part: path === '' ? part : merged(at(`${path}stance`, 'DISPUTED'), part),
  })),
];

/** Every field that a body of this API may have, but for the words that tell the acts apart. */
export const bodyFields: readonly BodyField[] = [
  field('disputedPeriod', period, ...Object.values(period)),
  text('affectedSurface/campaignId'),
  list('affectedSurface/screenIds'),
  text('affectedSurface/substrateId'),
  text('claimedShortfall/unit'),
  field('claimedShortfall/amount', '7131.125'),
  text('openedBy'),
  text('openedByRole'),
  list('evidenceBundle/proofPackIds'),
  list('evidenceBundle/meteringSnapshotIds'),
  list('evidenceBundle/settlementApplicationIds'),
  list('evidenceBundle/attachmentRefs'),
  text('evidenceBundle/auditorReportRef'),
  text('actor'),
  ...response('operatorResponse/'),
  ...response('advertiserResponse/'),
  ...response(''),
  text('creditNoteId'),
  text('makegoodCampaignId'),
  field('settlementAdjustment', { 'marked-party': -7_131 }, 'marked-party', '-7131'),
  text('originalApplicationId'),
  text('resolvedBy'),
];

/** The words that tell the acts apart: on the routes of others they are fields like any. */
export const actWords: readonly BodyField[] = [
  field('toState', 'INVESTIGATING'),
  field('role', 'operator'),
  field('kind', 'OTHER'),
];
