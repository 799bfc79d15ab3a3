import { reportAfter, type Report, updateWith } from '../seeds.js';
import { conciliationWith } from './conciliations.js';

/** What an integration engineer sends by mistake, beside a signature that is good unless it says otherwise. */
export interface Mistake {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes the Authorization header; null leaves it out. */
  readonly authorization?: ((good: string) => string) | null;
}

const update = (fields: object): Mistake => ({ path: '/update', body: updateWith(fields) });

const updateText = (body: string, headers: Readonly<Record<string, string>> = {}): Mistake => ({
  path: '/update',
  body,
  headers,
});

const signed = (authorization: Mistake['authorization']): Mistake => ({
  path: '/update',
  body: updateWith({}),
  ...(authorization !== undefined && { authorization }),
});

const status = (fields: object): Mistake => ({
  path: '/status',
  body: JSON.stringify({
    dispute: { disputeId: 'M-1', disputetype: 'conciliation', role: 'MEDIATOR', userName: 'A', ...fields },
  }),
  authorization: (good) => good.replace('type="update"', 'type="status"'),
});

const report = (change: (dispute: Report) => void): Mistake => ({
  path: '/update_arbitration_report',
  body: reportAfter(change),
});

const award = (fields: object): Mistake =>
  report((dispute) => Object.assign(dispute.ArbitrationReport, fields));

const arbitrator = (index: number, fields: object): Mistake =>
  report((dispute) => Object.assign(dispute.DisputeArbitrators[index] ?? {}, fields));

const conciliation = (reported: object, conciliator: object = {}): Mistake => ({
  path: '/update_conciliation_report',
  body: conciliationWith({}, reported, conciliator),
});

/** No field has one kind of mistake twice. */
export const mistakes: readonly (readonly [string, Mistake])[] = [
  ['an id as a number', update({ disputeId: 781096 })],
  ['an id with underscores', update({ disputeId: 'MII_INV_2024_01_781096' })],
  ['no id', update({ disputeId: undefined })],
  [
    'the id in camel case of another kind',
    update({ disputeId: undefined, disputeID: 'MII-INV-2024-01-781096' }),
  ],
  ['a type in camel case', update({ disputetype: undefined, disputeType: 'conciliation' })],
  ['a type that is no proceeding', update({ disputetype: 'mediation' })],
  ['a type that is misspelt', update({ disputetype: 'concilliation' })],
  ['a role of the description', update({ role: 'Administrator' })],
  ['a role with a blank', update({ role: 'Case Manager' })],
  ['a list of roles', update({ role: ['MEDIATOR'] })],
  ['a name in lower case', update({ userName: undefined, username: 'Bruce Wayne' })],
  ['an empty name', update({ userName: ' ' })],
  ['an update as an object', update({ update: { text: 'Hearing' } })],
  ['an update that is too long', update({ update: 'x'.repeat(5_001) })],
  ['a description as a number', update({ description: 123 })],
  ['several at once', update({ disputeId: 1, role: 'judge', update: undefined })],
  ['no dispute around the fields', updateText('{"disputeId":"M-1","role":"MEDIATOR"}')],
  ['a list of disputes', updateText('{"dispute":[{"disputeId":"M-1"}]}')],
  ['a dispute that is text and no JSON', updateText('{"dispute":"MII-INV-2024-01-781096"}')],
  ['an empty body', updateText('')],
  ['an empty object', updateText('{}')],
  ['a body that is a list', updateText('[]')],
  ['a trailing comma', updateText('{"dispute":{"disputeId":"M-1",}}')],
  ['single quotes', updateText("{'dispute':{'disputeId':'M-1'}}")],
  ['a comment', updateText('{"dispute":{} /* the case */}')],
  ['a form', updateText('dispute=M-1', { 'content-type': 'application/x-www-form-urlencoded' })],
  ['plain text', updateText(updateWith({}), { 'content-type': 'text/plain' })],
  ['a GET', { method: 'GET', path: '/update' }],
  ['a PUT', { method: 'PUT', path: '/status', body: '{}' }],
  ['a path below', { path: '/update/MII-INV-2024-01-781096', body: updateWith({}) }],
  ['no header', signed(null)],
  ['a bearer token', signed(() => 'Bearer abc.def.ghi')],
  ['no quotes in the header', signed((good) => good.replaceAll('"', ''))],
  ['a key id without a token', signed((good) => good.replace(/\|[^|]*\|RS256/, ''))],
  ['another algorithm', signed((good) => good.replace('algorithm="RS256"', 'algorithm="HS256"'))],
  ['a header without a type', signed((good) => good.replace('type="update"', ''))],
  ['a changed token', signed((good) => good.replace(/\.[^.]*\|RS256/, '.c2ln|RS256'))],
  ['an unknown key id', signed((good) => good.replace(/keyId="[^|]*/, 'keyId="nobody'))],
  ['the type of another route', signed((good) => good.replace('type="update"', 'type="status"'))],
  ['an If-Match without quotes', updateText(updateWith({}), { 'if-match': '1' })],
  ['an idempotency key that is too long', updateText(updateWith({}), { 'idempotency-key': 'k'.repeat(256) })],
  ['a status in words', status({ status: 'Conciliation Initiated' })],
  ['a status that is misspelt', status({ status: 'CON_INT' })],
  ['no status', status({})],
  ['a status as a number', status({ status: 4 })],
  ['a conciliation in a report of an arbitration', report((d) => (d['disputetype'] = 'conciliation'))],
  [
    'a report in lower case',
    report((d) => {
      const { ArbitrationReport, ...rest } = d;
      Object.keys(d).forEach((name) => Reflect.deleteProperty(d, name));
      Object.assign(d, rest, { arbitrationReport: ArbitrationReport });
    }),
  ],
  ['arbitrators that are no list', report((d) => Object.assign(d, { DisputeArbitrators: {} }))],
  ['no arbitrators', report((d) => (d.DisputeArbitrators = []))],
  ['a day in the order of the country', award({ arbitralAwardDate: '20-01-2025' })],
  ['a day that does not exist', award({ mpFeesDate: '2025-02-30' })],
  ['an instant for a day', award({ arbitralAwardSentDate: '2025-01-23T00:00:00Z' })],
  ['an amount as text', award({ arbitralAwardAmount: '2000' })],
  ['an amount with three decimals', award({ counterClaimAmount: 1500.505 })],
  ['a negative amount', award({ counterClaimAmount: -1 })],
  ['a boolean as text', award({ isFeePaidByMP: 'true' })],
  ['a number of hearings as text', award({ noOfHearings: '3' })],
  ['a side in lower case', award({ awardInFavor: 'investor' })],
  ['an award without a side', award({ awardInFavor: null })],
  ['a paid fee without its day', award({ isFeePaidByInvestor: true })],
  ['an intention without its day', award({ isIntentionReceived: true })],
  ['a field that is left out instead of null', award({ intentionReceivedDate: undefined })],
  ['a PAN with blanks', arbitrator(0, { arbitratorPAN: 'ABCDE 1234 H' })],
  ['a PAN that is too short', arbitrator(1, { arbitratorPAN: 'ABCD1234H' })],
  ['a seat of zero', arbitrator(0, { arbIndex: 0 })],
  ['a seat as text', arbitrator(0, { arbIndex: '1' })],
  ['an acceptance and a rejection', arbitrator(2, { arbitratorAcceptanceDate: '2025-01-20' })],
  ['an acceptance before the appointment', arbitrator(0, { arbitratorAcceptanceDate: '2025-01-01' })],
  [
    'a second on a seat who is not reappointed',
    arbitrator(3, { isReappointed: false, reappointedBehalfOf: null }),
  ],
  ['a reappointment of nobody', arbitrator(3, { reappointedBehalfOf: null })],
  ['two approved on a seat', arbitrator(2, { isApproved: true, arbitratorRejectionDate: null })],
  [
    'a wrong day and a broken rule at once',
    report((d) => {
      Object.assign(d.ArbitrationReport, { arbitralAwardDate: '2025-13-01', isIntentionReceived: true });
    }),
  ],
  ['a settlement that is none', conciliation({ isSettled: false })],
  ['a settlement as text', conciliation({ settlementAmount: '1,500.50' })],
  ['a conciliator without a name', conciliation({}, { arbitratorName: undefined, conciliatorName: 'A' })],
];
