import type { Ask } from '../../support/recorded-ledger.js';
import { openingWith, pathOf, ROOT } from './disputes.js';

/** Sends bodies that cannot be read or are not valid. */
export const askInvalid = async (ask: Ask): Promise<void> => {
  const opened = await ask('a dispute to refuse things of', `POST ${ROOT}`, { body: openingWith({}) });
  const dispute = pathOf(opened);
  for (const route of ['', '/advance', '/respond', '/resolve', '/withdraw', '/escalate']) {
    const line = route === '' ? `POST ${ROOT}` : `POST ${dispute}${route}`;
    const what = route === '' ? 'an opening' : route.slice(1);
    await ask(`no json for ${what}`, line, { body: '{"toState":' });
    await ask(`a list for ${what}`, line, { body: [] });
    await ask(`values of other kinds for ${what}`, line, { body: OTHER_KINDS });
    if (route !== '/withdraw' && route !== '/escalate') await ask(`nothing for ${what}`, line, { body: {} });
  }
  for (const [name, fields] of INVALID_OPENINGS)
    await ask(name, `POST ${ROOT}`, { body: openingWith(fields) });
  for (const [name, route, body] of INVALID_STEPS) await ask(name, `POST ${dispute}/${route}`, { body });
  await ask('a body that is no json by its type', `POST ${ROOT}`, {
    headers: { 'content-type': 'text/plain' },
    body: 'x',
  });
  await ask('a body of too many bytes', `POST ${ROOT}`, { body: { filler: 'x'.repeat(262_144) } });
};

const OTHER_KINDS = {
  disputedPeriod: [],
  affectedSurface: 'screens',
  claimedShortfall: 7,
  openedBy: 1,
  evidenceBundle: true,
  toState: 'RESOLVED',
  actor: {},
  notes: [],
  operatorResponse: 1,
  advertiserResponse: 2,
  role: 'auditor',
  stance: 3,
  proposedRemedy: 4,
  kind: 'MONEY',
  creditNoteId: 5,
  makegoodCampaignId: 6,
  settlementAdjustment: 7,
};

const INVALID_OPENINGS = [
  ['empty parts', { disputedPeriod: {}, affectedSurface: {}, claimedShortfall: {}, evidenceBundle: {} }],
  ['no evidence', { evidenceBundle: undefined }],
  ['attachments alone', { evidenceBundle: { attachmentRefs: ['a'], auditorReportRef: 'r' } }],
  ['no surface', { affectedSurface: { screenIds: [] } }],
  [
    'a period that ends before it starts',
    {
      disputedPeriod: { start: '2023-11-08T00:00:00Z', end: '2023-11-07T00:00:00Z' },
    },
  ],
  [
    'a period that is not over',
    {
      disputedPeriod: { start: '2023-11-08T00:00:00Z', end: '2025-06-02T10:00:00Z' },
    },
  ],
  ['instants that are none', { disputedPeriod: { start: '2023-02-30T00:00:00Z', end: 'yesterday' } }],
  ['an amount of nothing', { claimedShortfall: { unit: '', amount: '0.00' } }],
  ['an amount that is a number', { claimedShortfall: { unit: 'impressions', amount: 12.5 } }],
  [
    'lists of other things',
    {
      affectedSurface: { campaignId: '', screenIds: 'screen-1', substrateId: 1 },
      evidenceBundle: {
        proofPackIds: [1],
        meteringSnapshotIds: [''],
        settlementApplicationIds: {},
        attachmentRefs: ['a'.repeat(201)],
        auditorReportRef: 1,
      },
    },
  ],
] as const;

const INVALID_STEPS = [
  ['advancing as an operator without a response', 'advance', { toState: 'OPERATOR_RESPONDED' }],
  ['advancing as an advertiser without a response', 'advance', { toState: 'ADVERTISER_RESPONDED' }],
  ['advancing with an empty response', 'advance', { toState: 'OPERATOR_RESPONDED', operatorResponse: {} }],
  [
    'a remedy of nothing',
    'respond',
    {
      role: 'operator',
      stance: 'ACCEPTED',
      proposedRemedy: { amount: '0', makegoodWindow: {} },
    },
  ],
  [
    'a window that ends before it starts',
    'respond',
    {
      role: 'operator',
      stance: 'ACCEPTED',
      proposedRemedy: { makegoodWindow: { start: '2023-12-08T00:00:00Z', end: '2023-12-01T00:00:00Z' } },
    },
  ],
  ['a stance of blanks', 'respond', { role: 'advertiser', stance: '  ' }],
  ['a credit without a note', 'resolve', { kind: 'CREDIT_ISSUED' }],
  ['a makegood without a campaign', 'resolve', { kind: 'MAKEGOOD_DELIVERED' }],
  ['an adjustment of nobody', 'resolve', { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: {} }],
  [
    'an adjustment of half a cent',
    'resolve',
    {
      kind: 'SETTLEMENT_ADJUSTMENT',
      settlementAdjustment: { advertiser: 0.5, '': 1, ['p'.repeat(65)]: 1, 'a/b~c': '1' },
    },
  ],
  ['notes too long', 'escalate', { notes: 'n'.repeat(5_001), actor: 'a'.repeat(201) }],
] as const;

/** Asks for paths, methods and disputes that do not exist. */
export const askElsewhere = async (ask: Ask): Promise<void> => {
  for (const [name, line] of [
    ['an unknown dispute', `GET ${ROOT}/dispute:nowhere`],
    ['an id of another vendor', `GET ${ROOT}/INV-1`],
    ['an unknown dispute is withdrawn', `POST ${ROOT}/dispute:nowhere/withdraw`],
    ['an unknown dispute is escalated', `POST ${ROOT}/dispute:nowhere/escalate`],
    ['an id of another vendor is escalated', `POST ${ROOT}/INV-1/escalate`],
    ['an unknown step', `POST ${ROOT}/dispute:nowhere/close`],
    ['a get of a step', `GET ${ROOT}/dispute:nowhere/advance`],
    ['a put of a dispute', `PUT ${ROOT}/dispute:nowhere`],
    ['a delete of all', `DELETE ${ROOT}`],
    ['a broken escape', `GET ${ROOT}/%zz`],
    ['another version', 'GET /v2/disputes'],
  ] as const)
    await ask(name, line);
  await ask('an unknown dispute is advanced', `POST ${ROOT}/dispute:nowhere/advance`, {
    body: { toState: 'INVESTIGATING' },
  });
  await ask('an unknown dispute is resolved', `POST ${ROOT}/dispute:nowhere/resolve`, {
    body: { kind: 'NO_CREDIT' },
  });
  await ask('an unknown dispute is responded to', `POST ${ROOT}/dispute:nowhere/respond`, {
    body: { role: 'operator', stance: 'ACCEPTED' },
  });
};

interface Keys {
  readonly known: string;
  readonly revoked: string;
  readonly reader: string;
  readonly writer: string;
  readonly elsewhere: string;
  readonly billtrust: string;
}

/** Asks with every kind of credential, good and bad. */
export const askCredentials = async (ask: Ask, keys: Keys): Promise<void> => {
  for (const [name, authorization] of [
    ['no credential', undefined],
    ['a basic password', 'Basic dXNlcjpwYXNzd29yZA=='],
    ['a bearer of nothing', 'Bearer '],
    ['a key that nobody has', 'Bearer sk_live_unknown'],
    ['a revoked key', `Bearer ${keys.revoked}`],
    ['a key of another api', `Bearer ${keys.billtrust}`],
    ['a key that may only write', `Bearer ${keys.writer}`],
    ['two keys', [`Bearer ${keys.known}`, `Bearer ${keys.known}`]],
    ['a bearer in small letters', `bearer ${keys.known}`],
    ['a key of another organisation', `Bearer ${keys.elsewhere}`],
  ] as const)
    await ask(name, `GET ${ROOT}?limit=1`, { headers: { authorization } });
  await ask('a key that may only read', `POST ${ROOT}`, {
    headers: { authorization: `Bearer ${keys.reader}` },
    body: openingWith({}),
  });
  await ask('no correlation id', `GET ${ROOT}?limit=1`, {
    headers: { authorization: `Bearer ${keys.known}`, 'x-correlation-id': undefined },
  });
};
