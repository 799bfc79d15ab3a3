import type { Ask } from '../../support/recorded-ledger.js';
import { documents, reportWith, updateWith } from './requests.js';

const UPDATE = 'POST /update';
const REPORT = 'POST /update_arbitration_report';

/** Sends updates that are accepted. */
export const askMessages = async (ask: Ask, auditor: Ask): Promise<void> => {
  const first = await ask('the update of the document', UPDATE, { body: documents.update });
  // The first checkpoint is signed here; no other is signed without being asked for.
  await auditor('the proof of that update', `GET ${first.headers['ledger-proof'] ?? ''}`);
  await ask('the update of the document again', UPDATE, { body: documents.update });
  await ask('an update as text', UPDATE, {
    body: { dispute: JSON.stringify({ ...(updateWith({}) as { dispute: object }).dispute }) },
  });
  await ask('an update in other letters', UPDATE, {
    body: updateWith({
      disputeId: ' MII-INV-2024-01-781096 ',
      role: ' Mediator',
      disputetype: 'ARBITRATION',
      userName: '  Bruce Wayne ',
    }),
  });
  await ask('an update without a description', UPDATE, {
    body: updateWith({ description: null, disputeId: 'A-1' }),
  });
  await ask('an update with a field that nobody knows', UPDATE, {
    body: updateWith({ disputeId: 'A-2', priority: 'high' }),
  });
  await ask('an update with a personal tax number', UPDATE, {
    body: updateWith({ disputeId: 'A-2', update: 'PAN ABCDE1234H was given; मध्यस्थ' }),
  });
};

/** Sends reports that are accepted, and reads what became of them. */
export const askReports = async (ask: Ask, auditor: Ask): Promise<void> => {
  await ask('the report of the document', REPORT, { body: documents.report });
  await ask('the report of the document again', REPORT, { body: documents.report });
  await ask('a report with another award', REPORT, {
    body: reportWith(
      { role: 'arbitrator' },
      { arbitralAwardAmount: 2500.75, isIntentionReceived: true, intentionReceivedDate: '2025-02-01' },
    ),
  });
  await ask('a report of less', REPORT, {
    body: reportWith(
      { disputeId: 'A-3' },
      {
        isFeePaidByMP: false,
        mpFeesDate: null,
        arbitratorType: 'panel',
        counterClaimAmount: null,
        arbitralAwardAmount: null,
        arbitralAwardDate: null,
        receiptOfArbitralAwardDate: null,
        arbitralAwardSentDate: null,
        noOfHearings: null,
        awardInFavor: null,
      },
      { 3: { arbIndex: 4, isReappointed: false, reappointedBehalfOf: null } },
    ),
  });
  await ask('a report of an updated dispute', REPORT, {
    body: reportWith({ disputeId: 'MII-INV-2024-01-781096' }, { arbitratorType: 'PANEL' }),
  });
  await ask('an update of a reported dispute', UPDATE, {
    body: updateWith({ disputeId: 'DMDP-DP-2024-07-649989', disputetype: 'arbitration' }),
  });
  for (const disputeId of ['MII-INV-2024-01-781096', 'DMDP-DP-2024-07-649989', 'A-2', 'A-3'])
    await auditor(`the timeline of ${disputeId}`, `GET /ledger/disputes/acme/${disputeId}/timeline`);
  await auditor('the reported dispute', 'GET /ledger/disputes/acme/DMDP-DP-2024-07-649989');
};

/** Sends messages with idempotency keys, `If-Match` and correlation ids. */
export const askHeaders = async (ask: Ask, other: Ask): Promise<void> => {
  const body = updateWith({ disputeId: 'B-1' });
  const key = { 'idempotency-key': 'update-1' };
  await ask('an update with a key', UPDATE, { headers: key, body });
  await ask('that update again', UPDATE, { headers: key, body });
  await ask('that key with another body', UPDATE, {
    headers: key,
    body: updateWith({ disputeId: 'B-1', update: 'another' }),
  });
  await ask('that key on the other route', REPORT, {
    headers: key,
    body: reportWith({ disputeId: 'B-1' }),
  });
  await other('that key of another institution', UPDATE, { headers: key, body });
  for (const [name, value] of [
    ['a blank', ' '],
    ['256 characters', 'k'.repeat(256)],
    ['an umlaut', 'schl\u00fcssel'],
  ] as const)
    await ask(`a key of ${name}`, UPDATE, { headers: { 'idempotency-key': value }, body });
  for (const [name, value] of [
    ['the current revision', '"14"'],
    ['a revision that was', '"0"'],
    ['a revision that is not yet', '"99"'],
    ['any revision', '*'],
    ['no entity tag', '14'],
    ['a weak tag', 'W/"14"'],
    ['two tags', '"14", "15"'],
  ] as const)
    await ask(`if match of ${name}`, UPDATE, { headers: { 'if-match': value }, body });
  await ask('no correlation id', UPDATE, { headers: { 'x-correlation-id': undefined }, body });
  await ask('a correlation id with blanks', UPDATE, { headers: { 'x-correlation-id': 'a b' }, body });
  await ask('a correlation id of 101 characters', UPDATE, {
    headers: { 'x-correlation-id': 'c'.repeat(101) },
    body,
  });
  await other('a dispute of another institution', UPDATE, { body });
  await other('a report on a dispute of another institution', REPORT, {
    body: reportWith({ disputeId: 'B-1' }),
  });
};
