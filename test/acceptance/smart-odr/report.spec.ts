import { describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { expectNothingAdded, expectRefused } from '../clients.js';
import { type Report, reportAfter } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const institution = newInstitution('Gotham ODR');
const PAN_MESSAGE = 'arbitratorPAN must be a PAN: five letters, four digits, a letter, as in ABCDE1234H';
const DAY_MESSAGE = 'must be a calendar date, as in 2025-01-31';

const ledger = smartOdrLedger(institution);

const send = (change: (dispute: Report) => void) =>
  ledger.post('/update_arbitration_report', reportAfter(change));

/** Returns a change that replaces these fields of the report. */
const inReport =
  (fields: object) =>
  ({ ArbitrationReport }: Report): void => {
    Object.assign(ArbitrationReport, fields);
  };

/** Returns a change that replaces these fields of the arbitrator at the index. */
const inArbitrator =
  (index: number, fields: object) =>
  ({ DisputeArbitrators }: Report): void => {
    Object.assign(DisputeArbitrators[index] ?? {}, fields);
  };

const REPORT_DAYS = [
  'mpFeesDate',
  'investorFeesDate',
  'arbitralAwardDate',
  'receiptOfArbitralAwardDate',
  'arbitralAwardSentDate',
  'intentionReceivedDate',
];
const ARBITRATOR_DAYS = ['arbitratorAppointedDate', 'arbitratorAcceptanceDate', 'arbitratorRejectionDate'];
const NO_DAYS = [
  '2025-02-29',
  '2025-13-01',
  '2025-1-5',
  '15-01-2025',
  '2025-01-15T00:00:00Z',
  '',
  20_250_115,
];

describe('a report that is refused', () => {
  it.each<[string, (dispute: Report) => void]>([
    ['disputetype must be arbitration', (d) => (d['disputetype'] = 'conciliation')],
    ['ArbitrationReport is required', (d) => delete (d as Partial<Report>).ArbitrationReport],
    [
      'ArbitrationReport must be an object, as in {"isFeePaidByMP": true}',
      (d) => Object.assign(d, { ArbitrationReport: [] }),
    ],
    [
      'ArbitrationReport must be an object, as in {"isFeePaidByMP": true}',
      (d) => Object.assign(d, { ArbitrationReport: 'text' }),
    ],
    ['DisputeArbitrators is required', (d) => delete (d as Partial<Report>).DisputeArbitrators],
    ['DisputeArbitrators must have at least 1 item', (d) => (d.DisputeArbitrators = [])],
    [
      'DisputeArbitrators must have at most 100 items',
      (d) =>
        (d.DisputeArbitrators = Array.from({ length: 101 }, (_, seat) => ({
          ...d.DisputeArbitrators[0],
          arbIndex: seat + 1,
        }))),
    ],
    ['ArbitrationReport.isFeePaidByMP is required', inReport({ isFeePaidByMP: undefined })],
    [
      'ArbitrationReport.isFeePaidByMP must be true or false, without quotes',
      inReport({ isFeePaidByMP: 'true' }),
    ],
    ['ArbitrationReport.isFeePaidByMP must be true or false', inReport({ isFeePaidByMP: 1 })],
    ['ArbitrationReport.isFeePaidByInvestor is required', inReport({ isFeePaidByInvestor: null })],
    ['ArbitrationReport.isIntentionReceived is required', inReport({ isIntentionReceived: undefined })],
    ['ArbitrationReport.arbitratorType must be one of Sole, Panel', inReport({ arbitratorType: 'Trio' })],
    ['ArbitrationReport.noOfHearings must be at least 0', inReport({ noOfHearings: -1 })],
    ['ArbitrationReport.noOfHearings must be a whole number, as in 3', inReport({ noOfHearings: 1.5 })],
    [
      'ArbitrationReport.noOfHearings must be a whole number, without quotes, as in 3',
      inReport({ noOfHearings: '3' }),
    ],
    [
      'ArbitrationReport.awardInFavor must be one of Market Participant, Investor: is Investor meant?',
      inReport({ awardInFavor: 'investor' }),
    ],
    ['ArbitrationReport.mpFeesDate is required when isFeePaidByMP is true', inReport({ mpFeesDate: null })],
    [
      'ArbitrationReport.investorFeesDate is required when isFeePaidByInvestor is true',
      inReport({ isFeePaidByInvestor: true }),
    ],
    [
      'ArbitrationReport.awardInFavor is required when arbitralAwardDate is set',
      inReport({ awardInFavor: null }),
    ],
    [
      'ArbitrationReport.intentionReceivedDate is required when isIntentionReceived is true',
      inReport({ isIntentionReceived: true }),
    ],
    ['DisputeArbitrators[0].arbitratorName must not be empty', inArbitrator(0, { arbitratorName: ' ' })],
    [
      'DisputeArbitrators[0].arbitratorName must have at most 200 characters',
      inArbitrator(0, { arbitratorName: 'x'.repeat(201) }),
    ],
    ['DisputeArbitrators[1].isReappointed is required', inArbitrator(1, { isReappointed: undefined })],
    [
      'DisputeArbitrators[1].isApproved must be true or false, without quotes',
      inArbitrator(1, { isApproved: 'yes' }),
    ],
    ['DisputeArbitrators[1].arbIndex must be at least 1', inArbitrator(1, { arbIndex: 0 })],
    [
      'DisputeArbitrators[1].arbIndex must be a whole number, without quotes, as in 1',
      inArbitrator(1, { arbIndex: '2' }),
    ],
    ['DisputeArbitrators[1].arbIndex must be at most 1000', inArbitrator(1, { arbIndex: 1_001 })],
    [
      'DisputeArbitrators[0].arbitratorAcceptanceDate must not be before arbitratorAppointedDate',
      inArbitrator(0, { arbitratorAcceptanceDate: '2025-01-14' }),
    ],
    [
      'DisputeArbitrators[2].arbitratorRejectionDate must not be before arbitratorAppointedDate',
      inArbitrator(2, { arbitratorRejectionDate: '2025-01-14' }),
    ],
    [
      'DisputeArbitrators[2].arbitratorRejectionDate must be null when arbitratorAcceptanceDate is set',
      inArbitrator(2, { arbitratorAcceptanceDate: '2025-01-16' }),
    ],
    [
      'DisputeArbitrators[2].isApproved must be false when arbitratorRejectionDate is set',
      inArbitrator(2, { isApproved: true }),
    ],
    [
      'DisputeArbitrators[3].reappointedBehalfOf is required when isReappointed is true',
      inArbitrator(3, { reappointedBehalfOf: null }),
    ],
    [
      'DisputeArbitrators[0].reappointedBehalfOf must be null when isReappointed is false',
      inArbitrator(0, { reappointedBehalfOf: 'ABCDE1234J' }),
    ],
    [
      'DisputeArbitrators[1].isApproved must be false: another arbitrator on arbIndex 3 is approved',
      (d) => {
        d.DisputeArbitrators = [
          d.DisputeArbitrators[3] ?? {},
          { ...d.DisputeArbitrators[3], arbitratorPAN: 'ABCDE1234Z' },
        ];
      },
    ],
    [
      'DisputeArbitrators[3].isReappointed must be true for a second arbitrator on arbIndex 3',
      inArbitrator(3, { isReappointed: false, reappointedBehalfOf: null }),
    ],
  ])('says that %s', async (message, change) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await send(change), 400, message);
    });
  });

  it.each(REPORT_DAYS.flatMap((field) => NO_DAYS.map((value) => [field, value] as const)))(
    'must not have the %s %j',
    async (field, value) => {
      await expectNothingAdded(ledger.running, async () => {
        const answer = await send(inReport({ [field]: value }));

        expectRefused(answer, 400, `ArbitrationReport.${field} ${DAY_MESSAGE}`);
      });
    },
  );

  it.each(ARBITRATOR_DAYS.flatMap((field) => NO_DAYS.map((value) => [field, value] as const)))(
    'must not have the %s %j',
    async (field, value) => {
      await expectNothingAdded(ledger.running, async () => {
        const answer = await send(inArbitrator(1, { [field]: value }));

        expectRefused(answer, 400, `DisputeArbitrators[1].${field} ${DAY_MESSAGE}`);
      });
    },
  );

  it.each(
    ['counterClaimAmount', 'arbitralAwardAmount'].flatMap((field) =>
      [
        [-1, 'must be at least 0'],
        [-0.01, 'must be at least 0'],
        [0.001, 'must have at most 2 decimals'],
        [1_500.505, 'must have at most 2 decimals'],
        [1e15, 'must be at most 999999999999999'],
        [1_234_567_890_123_456, 'must be at most 999999999999999'],
        ['1500.50', 'must be a number, as in 1500.50'],
        [true, 'must be a number, as in 1500.50'],
      ].map(([value, message]) => [field, value, message] as const),
    ),
  )('must not have the %s %j', async (field, value, message) => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await send(inReport({ [field]: value }));

      expectRefused(answer, 400, `ArbitrationReport.${field} ${message}`);
    });
  });

  it.each(['ABCDE1234', 'ABCD1234H', 'ABCDE12345', '1BCDE1234H', 'ABCDE1234HH', 'ABCDE-1234-H', ''])(
    'must not have the PAN "%s"',
    async (arbitratorPAN) => {
      await expectNothingAdded(ledger.running, async () => {
        const answer = await send(inArbitrator(0, { arbitratorPAN }));

        expectRefused(answer, 400, `DisputeArbitrators[0].${PAN_MESSAGE}`);
      });
    },
  );

  it.each([[null], ['Smith Doe'], [[]], [1]])('must not have the arbitrator %j', async (arbitrator) => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await send((d) => Object.assign(d, { DisputeArbitrators: [arbitrator] }));

      expectRefused(answer, 400, expect.stringContaining('DisputeArbitrators'));
    });
  });
});

describe('a report that is accepted', () => {
  it.each<[string, (dispute: Report) => void]>([
    ['a PAN in lower case', inArbitrator(0, { arbitratorPAN: 'abcde1234h' })],
    ['a PAN with a real holder type', inArbitrator(0, { arbitratorPAN: 'ABCPE1234H' })],
    ['a tribunal in lower case', inReport({ arbitratorType: 'panel' })],
    [
      'an acceptance on the day of the appointment',
      inArbitrator(0, { arbitratorAcceptanceDate: '2025-01-15' }),
    ],
    ['an accepted arbitrator who is not approved yet', inArbitrator(0, { isApproved: false })],
    ['an arbitrator who did not answer yet', inArbitrator(0, { arbitratorAcceptanceDate: null })],
    ['a reappointment on behalf of a name', inArbitrator(3, { reappointedBehalfOf: 'aaron k. johnson' })],
    ['a reappointment on behalf of nobody known', inArbitrator(3, { reappointedBehalfOf: 'Nobody' })],
    ['a fee date without the payment', inReport({ investorFeesDate: '2025-01-15' })],
    ['an award that was received before it was made', inReport({ receiptOfArbitralAwardDate: '2025-01-01' })],
    ['the leap day', inReport({ mpFeesDate: '2024-02-29' })],
    ['amounts of nothing', inReport({ counterClaimAmount: 0, arbitralAwardAmount: 0 })],
    [
      'no award yet',
      inReport({
        counterClaimAmount: null,
        arbitralAwardAmount: null,
        arbitralAwardDate: null,
        receiptOfArbitralAwardDate: null,
        arbitralAwardSentDate: null,
        noOfHearings: null,
        awardInFavor: null,
      }),
    ],
    ['a dispute type in upper case', (d) => (d['disputetype'] = 'ARBITRATION')],
  ])('may have %s', async (_, change) => {
    expect((await send(change)).status).toBe(200);
  });
});
