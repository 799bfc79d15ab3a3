import type { Ask } from '../../support/recorded-ledger.js';
import { documents, reportWith, updateWith } from './requests.js';

const UPDATE = 'POST /update';
const REPORT = 'POST /update_arbitration_report';

/** Sends bodies that cannot be read. */
export const askUnreadable = async (ask: Ask): Promise<void> => {
  await ask('the report as it is printed', REPORT, { body: documents.reportAsPrinted });
  await ask('no body', UPDATE);
  await ask('an empty body', UPDATE, { headers: { 'content-type': 'application/json' } });
  await ask('no json', UPDATE, { body: 'dispute=1' });
  await ask('no utf 8', UPDATE, { body: Uint8Array.from([0x7b, 0xff, 0x7d]) });
  await ask('a prototype', UPDATE, { body: '{"__proto__":{"dispute":{}}}' });
  await ask('a body too deep', UPDATE, { body: '['.repeat(40) + ']'.repeat(40) });
  await ask('a body too large', UPDATE, { body: JSON.stringify({ filler: 'x'.repeat(262_144) }) });
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
    await ask(`a body of ${type}`, UPDATE, { headers: { 'content-type': type }, body: documents.update });
  await ask('a body of no type', UPDATE, { headers: { 'content-type': undefined }, body: documents.update });
  await ask('a body of json with a charset', UPDATE, {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: updateWith({ disputeId: 'C-1' }),
  });
};

/** Sends bodies that can be read and are not valid. */
export const askInvalid = async (ask: Ask): Promise<void> => {
  for (const [name, body] of [
    ['a list', []],
    ['null', null],
    ['a number', 7],
    ['no dispute', {}],
    ['a dispute that is a list', { dispute: [] }],
    ['a dispute that is no json', { dispute: 'hello' }],
    ['a dispute that is text of a list', { dispute: '[]' }],
    ['an empty dispute', { dispute: {} }],
  ] as const) {
    await ask(`${name} for an update`, UPDATE, { body: JSON.stringify(body) });
    await ask(`${name} for a report`, REPORT, { body: JSON.stringify(body) });
  }
  for (const [name, fields] of INVALID_UPDATES)
    await ask(`an update with ${name}`, UPDATE, { body: updateWith(fields) });
  for (const [name, ...parts] of INVALID_REPORTS)
    await ask(`a report with ${name}`, REPORT, { body: reportWith(...parts) });
};

const INVALID_UPDATES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['numbers', { disputeId: 1, userName: 2, role: 3, description: 4, disputetype: 5, update: 6 }],
  ['nulls', { disputeId: null, userName: null, role: null, disputetype: null, update: null }],
  ['blanks', { disputeId: ' ', userName: ' ', role: ' ', disputetype: ' ', update: ' ' }],
  [
    'texts too long',
    {
      disputeId: 'A'.repeat(65),
      userName: 'n'.repeat(201),
      update: 'u'.repeat(5_001),
      description: 'd'.repeat(5_001),
    },
  ],
  ['an unknown role', { role: 'conciliator' }],
  ['an unknown type', { disputetype: 'mediation' }],
  ['a dash first', { disputeId: '-1' }],
  ['a slash in the id', { disputeId: 'A/1' }],
];

const INVALID_REPORTS: readonly (readonly [string, ...Parameters<typeof reportWith>])[] = [
  ['empty parts', { ArbitrationReport: {}, DisputeArbitrators: [{}] }],
  ['parts of other kinds', { ArbitrationReport: [], DisputeArbitrators: {} }],
  ['no parts', { ArbitrationReport: undefined, DisputeArbitrators: undefined }],
  ['no arbitrator', { DisputeArbitrators: [] }],
  ['arbitrators that are no objects', { DisputeArbitrators: [1, null, 'x'] }],
  ['101 arbitrators', { DisputeArbitrators: Array.from({ length: 101 }, () => ({})) }],
  ['a conciliation', { disputetype: 'conciliation' }],
  [
    'values of other kinds',
    {},
    {
      isFeePaidByMP: 'yes',
      mpFeesDate: '2025-02-30',
      isFeePaidByInvestor: 0,
      investorFeesDate: 20250115,
      arbitratorType: 'Duo',
      counterClaimAmount: '1500.50',
      arbitralAwardAmount: 2000.123,
      arbitralAwardDate: '20-01-2025',
      receiptOfArbitralAwardDate: '',
      arbitralAwardSentDate: '2025-01-23T00:00:00Z',
      noOfHearings: 1.5,
      awardInFavor: 'investor',
      isIntentionReceived: null,
      intentionReceivedDate: false,
    },
    {
      0: {
        arbitratorName: '',
        arbitratorPAN: 'ABCDE12345',
        arbitratorAppointedDate: null,
        arbitratorAcceptanceDate: 1,
        arbitratorRejectionDate: 'x',
        isReappointed: 'no',
        isApproved: null,
        reappointedBehalfOf: 3,
        arbIndex: 0,
      },
    },
  ],
  ['negative numbers', {}, { counterClaimAmount: -1, noOfHearings: -1 }],
  [
    'dates and sides missing',
    {},
    {
      mpFeesDate: null,
      isFeePaidByInvestor: true,
      awardInFavor: null,
      isIntentionReceived: true,
    },
  ],
  [
    'arbitrators that contradict themselves',
    {},
    {},
    {
      0: { arbitratorAcceptanceDate: '2025-01-14' },
      1: { arbitratorRejectionDate: '2025-01-14' },
      2: { isApproved: true, reappointedBehalfOf: 'ABCDE1234H' },
      3: { reappointedBehalfOf: null },
    },
  ],
  ['two on a seat', {}, {}, { 1: { arbIndex: 1 } }],
];

/** Asks for paths and methods that this API does not have. */
export const askElsewhere = async (ask: Ask): Promise<void> => {
  for (const [name, line] of [
    ['a get of an update', 'GET /update'],
    ['a put of an update', 'PUT /update'],
    ['a delete of a report', 'DELETE /update_arbitration_report'],
    ['a patch of a report', 'PATCH /update_arbitration_report'],
    ['the options of an update', 'OPTIONS /update'],
    ['the head of an update', 'HEAD /update'],
    ['a slash behind the update', 'POST /update/'],
    ['more behind the update', 'POST /update/more'],
    ['more behind the report', 'GET /update_arbitration_report/more'],
    ['a capital in the path', 'POST /Update'],
    ['a query', 'POST /update?verbose=1'],
    ['an escaped slash', 'POST /update%2F'],
    ['a path that is nobodys', 'POST /updates'],
    ['a path with a broken escape', 'GET /update/%zz'],
  ] as const)
    await ask(name, line);
};
