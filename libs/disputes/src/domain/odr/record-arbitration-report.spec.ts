import { describe, it } from '@jest/globals';
import {
  arbitrationReport,
  audreyHenderson,
  disputeReferenced,
  interimReport,
  otherInstitution,
  recordArbitrationReport,
  reportFiled,
  resolved,
  smithDoe,
  updateRecorded,
} from '../../../../../test/support/disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { disputeDecider } from '../dispute-decider.js';
import type { ArbitrationFact } from './odr-event.js';

const smith = { seat: 1, name: 'Smith Doe', pan: 'ABCDE1234H' };
const karen = { seat: 2, name: 'Karen Graham', pan: 'ABCDE1234I' };
const aaron = { seat: 3, name: 'Aaron K. Johnson', pan: 'ABCDE1234J' };
const audrey = { seat: 3, name: 'Audrey Henderson', pan: 'ABCDE1234K' };

const factsOfTheExample: readonly ArbitrationFact[] = [
  { type: 'ArbitratorAppointed', data: { ...smith, appointedOn: '2025-01-15' } },
  { type: 'ArbitratorAccepted', data: { ...smith, acceptedOn: '2025-01-20' } },
  { type: 'ArbitratorAppointed', data: { ...karen, appointedOn: '2025-01-15' } },
  { type: 'ArbitratorAccepted', data: { ...karen, acceptedOn: '2025-01-20' } },
  { type: 'ArbitratorAppointed', data: { ...aaron, appointedOn: '2025-01-15' } },
  { type: 'ArbitratorRejected', data: { ...aaron, rejectedOn: '2025-01-20' } },
  {
    type: 'ArbitratorReappointed',
    data: { ...audrey, appointedOn: '2025-01-21', onBehalfOf: 'ABCDE1234J', onBehalfOfPan: 'ABCDE1234J' },
  },
  { type: 'ArbitratorAccepted', data: { ...audrey, acceptedOn: '2025-01-25' } },
  { type: 'ArbitrationFeePaid', data: { payer: 'market-participant', paidOn: '2025-01-15' } },
  { type: 'AwardMade', data: { amount: '2000', inFavourOf: 'investor', awardedOn: '2025-01-20' } },
  { type: 'AwardReceived', data: { receivedOn: '2025-01-22' } },
  { type: 'AwardSent', data: { sentOn: '2025-01-23' } },
];

describe('recording an arbitration report', () => {
  it("files the vendor's example with its contradictions, and records the facts that it states", () => {
    given(disputeDecider, disputeReferenced())
      .when(recordArbitrationReport())
      .then(reportFiled(), ...factsOfTheExample);
  });

  it('makes an unknown dispute known, for the institution that wrote first', () => {
    given(disputeDecider)
      .when(recordArbitrationReport())
      .then(disputeReferenced(), reportFiled(), ...factsOfTheExample);
  });

  it('refuses an unknown dispute where disputes must have been transferred before', () => {
    given(disputeDecider)
      .when(recordArbitrationReport({ registration: 'required' }))
      .thenRejects('dispute-not-found');
  });

  it('refuses another institution', () => {
    given(disputeDecider, disputeReferenced())
      .when(recordArbitrationReport({ institution: otherInstitution }))
      .thenRejects('dispute-of-another-institution');
  });

  it('records no award, fee or challenge before there is one', () => {
    given(disputeDecider, disputeReferenced())
      .when(
        recordArbitrationReport({
          report: interimReport(),
          appointments: [{ ...smithDoe, acceptedOn: null, isApproved: false }],
        }),
      )
      .then(
        reportFiled({
          report: interimReport(),
          appointments: [resolved({ ...smithDoe, acceptedOn: null, isApproved: false })],
          warnings: [],
        }),
        { type: 'ArbitratorAppointed', data: { ...smith, appointedOn: '2025-01-15' } },
      );
  });

  it('files the first report of a dispute that had updates as its version 1', () => {
    given(disputeDecider, disputeReferenced(), updateRecorded())
      .when(recordArbitrationReport())
      .then(reportFiled({ version: 1 }), ...factsOfTheExample);
  });
});

describe('recording a later arbitration report', () => {
  const first = [disputeReferenced(), reportFiled(), ...factsOfTheExample] as const;

  it('files a repeat as one more report without changes or new facts', () => {
    given(disputeDecider, ...first)
      .when(recordArbitrationReport())
      .then(reportFiled({ version: 2 }));
  });

  it('goes on counting where the last report stopped', () => {
    given(disputeDecider, ...first, reportFiled({ version: 2 }))
      .when(recordArbitrationReport())
      .then(reportFiled({ version: 3 }));
  });

  it('records the award again when its amount changed, and nothing else', () => {
    given(disputeDecider, ...first)
      .when(recordArbitrationReport({ report: arbitrationReport({ awardAmount: '2500.75' }) }))
      .then(
        reportFiled({
          version: 2,
          report: arbitrationReport({ awardAmount: '2500.75' }),
          changes: [{ field: 'report.awardAmount', from: '2000', to: '2500.75' }],
        }),
        { type: 'AwardMade', data: { amount: '2500.75', inFavourOf: 'investor', awardedOn: '2025-01-20' } },
      );
  });

  it("records the investor's fee when it is paid", () => {
    const report = arbitrationReport({ investorFeePaid: true, investorFeePaidOn: '2025-01-24' });
    given(disputeDecider, ...first)
      .when(recordArbitrationReport({ report }))
      .then(
        reportFiled({
          version: 2,
          report,
          changes: [
            { field: 'report.investorFeePaid', from: false, to: true },
            { field: 'report.investorFeePaidOn', from: null, to: '2025-01-24' },
          ],
        }),
        { type: 'ArbitrationFeePaid', data: { payer: 'investor', paidOn: '2025-01-24' } },
      );
  });

  it('shows one more hearing as a change, though it is no fact of its own', () => {
    given(disputeDecider, ...first)
      .when(recordArbitrationReport({ report: arbitrationReport({ hearings: 4 }) }))
      .then(
        reportFiled({
          version: 2,
          report: arbitrationReport({ hearings: 4 }),
          changes: [{ field: 'report.hearings', from: 3, to: 4 }],
        }),
      );
  });

  it('warns of a fact that the report before stated and this one does not', () => {
    const report = arbitrationReport({ awardSentOn: null });
    given(disputeDecider, ...first)
      .when(recordArbitrationReport({ report }))
      .then(
        reportFiled({
          version: 2,
          report,
          warnings: [
            ...reportFiled().data.warnings,
            {
              code: 'EARLIER_FACT_NOT_REPEATED',
              message: 'The report before told of AwardSent; this one does not.',
            },
          ],
          changes: [{ field: 'report.awardSentOn', from: '2025-01-23', to: null }],
        }),
      );
  });

  it('records a fact again that the report in between left out', () => {
    const silent = reportFiled({ version: 2, report: arbitrationReport({ awardSentOn: null }) });
    given(disputeDecider, ...first, silent)
      .when(recordArbitrationReport())
      .then(
        reportFiled({
          version: 3,
          changes: [{ field: 'report.awardSentOn', from: null, to: '2025-01-23' }],
        }),
        { type: 'AwardSent', data: { sentOn: '2025-01-23' } },
      );
  });

  it('compares with the last report even when updates came in between', () => {
    given(disputeDecider, ...first, updateRecorded())
      .when(recordArbitrationReport())
      .then(reportFiled({ version: 2 }));
  });

  it('finds the predecessor of a reappointed arbitrator whom only an earlier report named', () => {
    const report = interimReport({ tribunal: 'panel' });
    const successor = { ...audreyHenderson, onBehalfOf: 'Aaron K. Johnson' };
    const prefix = 'seat 3, ABCDE1234K, appointed 2025-01-21';
    given(disputeDecider, ...first, reportFiled({ version: 2, report, appointments: [resolved(smithDoe)] }))
      .when(recordArbitrationReport({ report, appointments: [smithDoe, successor] }))
      .then(
        reportFiled({
          version: 3,
          report,
          appointments: [resolved(smithDoe), resolved(successor, 'ABCDE1234J')],
          warnings: [],
          changes: [
            { field: `${prefix}.appointedOn`, from: null, to: '2025-01-21' },
            { field: `${prefix}.name`, from: null, to: 'Audrey Henderson' },
            { field: `${prefix}.acceptedOn`, from: null, to: '2025-01-25' },
            { field: `${prefix}.isApproved`, from: null, to: true },
            { field: `${prefix}.onBehalfOf`, from: null, to: 'Aaron K. Johnson' },
            { field: `${prefix}.onBehalfOfPan`, from: null, to: 'ABCDE1234J' },
          ],
        }),
        {
          type: 'ArbitratorReappointed',
          data: {
            ...audrey,
            appointedOn: '2025-01-21',
            onBehalfOf: 'Aaron K. Johnson',
            onBehalfOfPan: 'ABCDE1234J',
          },
        },
        { type: 'ArbitratorAccepted', data: { ...audrey, acceptedOn: '2025-01-25' } },
      );
  });

  it('records no new fact when an arbitrator who is named as their own predecessor is reported again', () => {
    const appointments = [{ ...smithDoe, onBehalfOf: 'Smith Doe' }];
    const report = interimReport();
    const filed = reportFiled({
      report,
      appointments: [resolved({ ...smithDoe, onBehalfOf: 'Smith Doe' })],
      warnings: [
        {
          code: 'REAPPOINTMENT_UNRESOLVED',
          message:
            'Nobody is known by the name or PAN on whose behalf the arbitrator on seat 1 was appointed.',
        },
      ],
    });
    given(disputeDecider, disputeReferenced(), filed)
      .when(recordArbitrationReport({ report, appointments }))
      .then({ ...filed, data: { ...filed.data, version: 2 } });
  });
});
