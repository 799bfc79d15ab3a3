import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey } from '../../support/running-ledger.js';
import {
  after,
  bodyOf,
  clientOf,
  expectNothingAdded,
  expectRefused,
  type Read,
  readerOf,
} from '../clients.js';
import { conciliationWith } from './conciliations.js';
import { smartOdrLedger } from './ledger.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');
const ledger = smartOdrLedger(gotham, metropolis);

let read: Read;

beforeAll(async () => {
  read = readerOf(ledger.running, await auditorKey(ledger.running));
});

describe('a report of a conciliation', () => {
  it('is saved, shown with personal tax numbers masked, and compared with the one before', async () => {
    const first = await ledger.post('/update_conciliation_report', conciliationWith({}));
    const second = await ledger.post(
      '/update_conciliation_report',
      conciliationWith({}, { settlementAmount: 2000, settlementDate: '2025-01-20', unknownToUs: 'kept' }),
    );
    const timeline = bodyOf<{ entries: object[] }>(
      await read('/ledger/disputes/smartodr/CON-1/timeline', after(second)),
    );

    expect([first.status, first.text]).toStrictEqual([
      200,
      '{"success":true,"message":"Conciliation report saved successfully. ComplainId: CON-1"}',
    ]);
    expect(bodyOf(await read('/ledger/disputes/smartodr/CON-1', after(second)))).toMatchObject({
      status: 'open',
      stage: null,
      conciliation: {
        reportCount: 2,
        report: { isSettled: true, settlementAmount: '2000', settledOn: '2025-01-20', hearings: null },
        conciliators: [{ seat: 1, name: 'Smith Doe', pan: 'ABXXXXXX4H', appointedOn: null }],
      },
    });
    expect(timeline.entries.at(-1)).toMatchObject({
      summary: 'Bruce Wayne (MEDIATOR) filed conciliation report 2, which changes 2 fields.',
      changes: [
        { field: 'report.settlementAmount', from: '1500.5', to: '2000' },
        { field: 'report.settledOn', from: null, to: '2025-01-20' },
      ],
    });
  });

  it.each<[string, string, string]>([
    [
      'of an arbitration',
      conciliationWith({ disputetype: 'arbitration' }),
      'disputetype must be conciliation',
    ],
    [
      'that did not settle and says for how much',
      conciliationWith({}, { isSettled: false }),
      'ConciliationReport.settlementAmount must be null when isSettled is false',
    ],
    [
      'with somebody who accepted and rejected',
      conciliationWith(
        {},
        {},
        { arbitratorAcceptanceDate: '2025-01-15', arbitratorRejectionDate: '2025-01-16' },
      ),
      'DisputeArbitrators[0].arbitratorRejectionDate must be null when arbitratorAcceptanceDate is set',
    ],
    [
      'with an acceptance before the appointment',
      conciliationWith(
        {},
        {},
        { arbitratorAppointedDate: '2025-01-15', arbitratorAcceptanceDate: '2025-01-14' },
      ),
      'DisputeArbitrators[0].arbitratorAcceptanceDate must not be before arbitratorAppointedDate',
    ],
    [
      'without conciliators',
      conciliationWith({ DisputeArbitrators: undefined }),
      'DisputeArbitrators is required',
    ],
  ])('is refused when it is one %s', async (_, body, message) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post('/update_conciliation_report', body), 400, message);
    });
  });

  it("is refused for another institution's dispute", async () => {
    await ledger.post('/update_conciliation_report', conciliationWith({ disputeId: 'CON-2' }));
    const theirs = await clientOf(ledger.running, metropolis);

    expectRefused(
      await theirs('/update_conciliation_report', conciliationWith({ disputeId: 'CON-2' })),
      403,
      'Dispute is not assigned to this ODR Institution',
    );
  });
});
