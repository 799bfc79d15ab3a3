import { describe, expect, it } from '@jest/globals';
import {
  conciliationFiled,
  conciliationReport,
  conciliator,
  recordConciliationReport,
  statusReported,
} from '../../../../../test/support/dispute-statuses.js';
import { disputeReferenced, otherInstitution } from '../../../../../test/support/disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { disputeDecider } from '../dispute-decider.js';

const referenced = disputeReferenced({ disputeId: 'MII-INV-2024-01-781096', proceeding: 'conciliation' });

describe('recording a report of a conciliation', () => {
  it('makes an unknown dispute known', () => {
    given(disputeDecider).when(recordConciliationReport()).then(referenced, conciliationFiled());
  });

  it('refuses another institution', () => {
    given(disputeDecider, referenced)
      .when(recordConciliationReport({ institution: otherInstitution }))
      .thenRejects('dispute-of-another-institution');
  });

  it('records the same report again as one more without changes', () => {
    given(disputeDecider, referenced, conciliationFiled())
      .when(recordConciliationReport())
      .then(conciliationFiled({ version: 2 }));
  });

  it('records what changed, of the report and of the conciliators', () => {
    const report = conciliationReport({ hearings: 3 });
    const conciliators = [conciliator({ isApproved: false })];

    given(disputeDecider, referenced, conciliationFiled())
      .when(recordConciliationReport({ report, conciliators }))
      .then(
        conciliationFiled({
          version: 2,
          report,
          conciliators,
          changes: [
            { field: 'report.hearings', from: 2, to: 3 },
            { field: 'conciliator 1.isApproved', from: true, to: false },
          ],
        }),
      );
  });

  it('warns of a fee that has a day and was not paid', () => {
    const report = conciliationReport({ investorFeePaidOn: '2025-01-16' });

    given(disputeDecider, referenced)
      .when(recordConciliationReport({ report }))
      .then(
        conciliationFiled({
          report,
          warnings: [
            {
              code: 'FEE_DATE_WITHOUT_PAYMENT',
              message: "The investor's fee has the date 2025-01-16 but is said not to be paid.",
            },
          ],
        }),
      );
  });

  it('warns of nothing that the report is silent about', () => {
    const report = conciliationReport({ investorFeePaid: null, investorFeePaidOn: '2025-01-16' });

    given(disputeDecider, referenced)
      .when(recordConciliationReport({ report }))
      .then(conciliationFiled({ report }));
  });

  it('does not depend on the order of the conciliators', () => {
    const second = conciliator({ seat: 2, name: 'Karen Graham', pan: null });

    given(disputeDecider, referenced)
      .when(recordConciliationReport({ conciliators: [second, conciliator()] }))
      .then(conciliationFiled({ conciliators: [conciliator(), second] }));
  });

  it('says that it came after the end', () => {
    given(disputeDecider, referenced, statusReported({ status: 'CON_RES' }))
      .when(recordConciliationReport())
      .then(conciliationFiled({ afterTerminal: true }));
  });

  it('does not change the status', () => {
    expect(
      disputeDecider.evolve(
        [referenced, statusReported()].reduce<ReturnType<typeof disputeDecider.evolve>>(
          disputeDecider.evolve,
          disputeDecider.initial,
        ),
        conciliationFiled(),
      ),
    ).toMatchObject({ status: 'CON_INIT', lastConciliation: { version: 1 } });
  });
});
