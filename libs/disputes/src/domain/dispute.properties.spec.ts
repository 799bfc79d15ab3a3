import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '#libs/kernel';
import { invoiceEventData } from '../../../../test/support/invoice-event-data.js';
import { odrStatusEventData } from '../../../../test/support/odr-status-event-data.js';
import { disputeReferenced, recordArbitrationReport } from '../../../../test/support/disputes.js';
import type { ArbitrationReport, ArbitratorAppointment } from './odr/arbitration-report.js';
import type { RecordArbitrationReport } from './odr/record-arbitration-report.js';
import { disputeCodec } from './dispute-codec.js';
import { disputeDecider } from './dispute-decider.js';
import type { DisputeEvent } from './dispute-event.js';
import type { Dispute } from './dispute.js';
import { newFacts } from './odr/report-facts.js';

/** A record whose values have the prototype that JSON gives them. */
const recordOf = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

// Few values, so that reports agree and disagree, and people replace each other, often.
const day = fc.constantFrom('2025-01-15', '2025-01-20', '2025-01-25');
const dayOrNull = fc.option(day);
const amountOrNull = fc.constantFrom(null, '0', '1500.5', '2000');
const partyOrNull = fc.constantFrom(null, 'market-participant', 'investor');
const seat = fc.integer({ min: 1, max: 3 });
const name = fc.constantFrom('Smith Doe', 'Karen Graham', 'Aaron K. Johnson', 'Audrey Henderson');
const pan = fc.constantFrom('ABCDE1234H', 'ABCDE1234I', 'ABCDE1234J', 'ABCDE1234K');

const report = recordOf<ArbitrationReport>({
  tribunal: fc.constantFrom('sole', 'panel'),
  marketParticipantFeePaid: fc.boolean(),
  marketParticipantFeePaidOn: dayOrNull,
  investorFeePaid: fc.boolean(),
  investorFeePaidOn: dayOrNull,
  counterClaimAmount: amountOrNull,
  hearings: fc.option(fc.nat(3)),
  awardAmount: amountOrNull,
  awardInFavourOf: partyOrNull,
  awardedOn: dayOrNull,
  awardReceivedOn: dayOrNull,
  awardSentOn: dayOrNull,
  challengeIntended: fc.boolean(),
  challengeIntentionReceivedOn: dayOrNull,
});

const appointment = recordOf<ArbitratorAppointment>({
  seat,
  name,
  pan,
  appointedOn: day,
  acceptedOn: dayOrNull,
  rejectedOn: dayOrNull,
  isApproved: fc.boolean(),
  onBehalfOf: fc.oneof(fc.constant(null), name, pan, fc.constant('Nobody Known')),
});

const command: fc.Arbitrary<RecordArbitrationReport> = recordOf({
  report,
  appointments: fc.array(appointment, { minLength: 1, maxLength: 4 }),
}).map((data) => recordArbitrationReport(data));

const period = recordOf({ start: fc.string(), end: fc.string() });
const step = {
  from: fc.constantFrom('opened', 'investigating', 'escalated', 'withdrawn'),
  by: fc.string(),
  notes: fc.option(fc.string()),
  received: fc.string(),
} as const;
const message = {
  proceeding: fc.constantFrom('conciliation', 'arbitration'),
  role: fc.string(),
  roleAsGiven: fc.string(),
  userName: fc.string({ unit: 'binary' }),
  received: fc.string({ unit: 'binary' }),
} as const;
const seated = { seat, name: fc.string({ unit: 'binary' }), pan };

type DataOf<Type extends DisputeEvent['type']> = Extract<DisputeEvent, { type: Type }>['data'];

/** One line for each event; a new event without one does not compile. */
const dataOf: { [Type in DisputeEvent['type']]: fc.Arbitrary<DataOf<Type>> } = {
  OdrDisputeReferenced: recordOf<DataOf<'OdrDisputeReferenced'>>({
    disputeId: fc.string(),
    institution: fc.string(),
    proceeding: message.proceeding,
    registration: fc.constant('implicit'),
  }),
  DisputeUpdateRecorded: recordOf<DataOf<'DisputeUpdateRecorded'>>({
    ...message,
    update: fc.string({ unit: 'binary' }),
    description: fc.option(fc.string()),
  }),
  ArbitrationReportFiled: recordOf<DataOf<'ArbitrationReportFiled'>>({
    ...message,
    version: fc.nat(),
    report,
    appointments: fc.array(
      fc.tuple(appointment, fc.option(pan)).map(([given, onBehalfOfPan]) => ({ ...given, onBehalfOfPan })),
    ),
    warnings: fc.array(recordOf({ code: fc.constant('APPOINTED_AFTER_AWARD'), message: fc.string() })),
    changes: fc.array(recordOf({ field: fc.string(), from: amountOrNull, to: fc.option(fc.boolean()) })),
  }),
  ArbitratorAppointed: recordOf<DataOf<'ArbitratorAppointed'>>({ ...seated, appointedOn: day }),
  ArbitratorReappointed: recordOf<DataOf<'ArbitratorReappointed'>>({
    ...seated,
    appointedOn: day,
    onBehalfOf: fc.string(),
    onBehalfOfPan: fc.option(pan),
  }),
  ArbitratorAccepted: recordOf<DataOf<'ArbitratorAccepted'>>({ ...seated, acceptedOn: day }),
  ArbitratorRejected: recordOf<DataOf<'ArbitratorRejected'>>({ ...seated, rejectedOn: day }),
  ArbitrationFeePaid: recordOf<DataOf<'ArbitrationFeePaid'>>({
    payer: fc.constantFrom('market-participant', 'investor'),
    paidOn: day,
  }),
  AwardMade: recordOf<DataOf<'AwardMade'>>({
    amount: amountOrNull,
    inFavourOf: fc.constantFrom('market-participant', 'investor'),
    awardedOn: day,
  }),
  AwardReceived: recordOf<DataOf<'AwardReceived'>>({ receivedOn: day }),
  AwardSent: recordOf<DataOf<'AwardSent'>>({ sentOn: day }),
  ChallengeIntentionReceived: recordOf<DataOf<'ChallengeIntentionReceived'>>({ receivedOn: day }),
  DeliveryDisputeOpened: recordOf<DataOf<'DeliveryDisputeOpened'>>({
    disputeId: fc.string(),
    openedBy: fc.string(),
    openedByRole: fc.constantFrom('advertiser', 'operator'),
    disputedPeriod: period,
    campaignId: fc.option(fc.string()),
    screenIds: fc.array(fc.string()),
    substrateId: fc.option(fc.string()),
    shortfallUnit: fc.string(),
    shortfallAmount: fc.string(),
    evidence: recordOf({
      proofPackIds: fc.array(fc.string()),
      meteringSnapshotIds: fc.array(fc.string()),
      settlementApplicationIds: fc.array(fc.string()),
      attachmentRefs: fc.array(fc.string()),
      auditorReportRef: fc.option(fc.string()),
    }),
    evidenceDigest: fc.string(),
    received: fc.string(),
  }),
  InvestigationStarted: recordOf<DataOf<'InvestigationStarted'>>(step),
  EvidenceGathered: recordOf<DataOf<'EvidenceGathered'>>(step),
  OperatorResponded: recordOf<DataOf<'OperatorResponded'>>({
    ...step,
    stance: fc.string(),
    remedyAmount: fc.option(fc.string()),
    makegoodWindow: fc.option(period),
  }),
  AdvertiserResponded: recordOf<DataOf<'AdvertiserResponded'>>({ ...step, stance: fc.string() }),
  DeliveryDisputeEscalated: recordOf<DataOf<'DeliveryDisputeEscalated'>>(step),
  DeliveryDisputeWithdrawn: recordOf<DataOf<'DeliveryDisputeWithdrawn'>>(step),
  DeliveryDisputeResolved: recordOf<DataOf<'DeliveryDisputeResolved'>>({
    ...step,
    outcome: fc.constantFrom({ kind: 'no-credit' }, { kind: 'credit-issued', creditNoteId: 'CN-1' }),
  }),
  ...invoiceEventData,
  ...odrStatusEventData,
};

const eventTypes = Object.keys(dataOf) as DisputeEvent['type'][];

const eventOf = (type: DisputeEvent['type']): fc.Arbitrary<DisputeEvent> =>
  (dataOf[type] as fc.Arbitrary<DisputeEvent['data']>).map((data) => ({ type, data }) as DisputeEvent);

const event = fc.oneof(...eventTypes.map(eventOf));

const fold = (events: readonly DisputeEvent[]): Dispute =>
  events.reduce((state, next) => disputeDecider.evolve(state, next), disputeDecider.initial);

const decided = (given: RecordArbitrationReport, state: Dispute): readonly DisputeEvent[] => {
  const decision = disputeDecider.decide(given, state);
  if (decision.outcome === 'rejected') throw new Error(decision.message);
  return decision.events;
};

/** The stream of a dispute after these reports, one after the other. */
const reported = (commands: readonly RecordArbitrationReport[]): readonly DisputeEvent[] =>
  commands.reduce<readonly DisputeEvent[]>(
    (stream, next) => [...stream, ...decided(next, fold(stream))],
    [disputeReferenced()],
  );

const stored = (events: readonly DisputeEvent[]): readonly DisputeEvent[] =>
  events.map((next) =>
    disputeCodec.decode(JSON.parse(JSON.stringify(disputeCodec.encode(next))) as StoredEvent),
  );

const factsAlone = (state: Dispute) =>
  state.kind === 'odr' && state.lastReport !== null ? newFacts(state.lastReport, null) : [];

describe('any history of a dispute', () => {
  it('gains nothing but one more report when the last one is repeated', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 3 }), command, (earlier, repeated) => {
        const stream = reported([...earlier, repeated]);
        const added = decided(repeated, fold(stream));

        expect(added).toMatchObject([{ type: 'ArbitrationReportFiled', data: { changes: [] } }]);
      }),
    );
  });

  it('gains with each report the facts that differ from those of the report before, and no others', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 3 }), command, (earlier, next) => {
        const stream = reported(earlier);
        const [, ...facts] = decided(next, fold(stream));
        const before = factsAlone(fold(stream));
        const now = factsAlone(fold(reported([...earlier, next])));

        expect(facts).toStrictEqual(
          now.filter((fact) => !before.some((known) => isDeepStrictEqual(known, fact))),
        );
      }),
    );
  });

  it('leads to the same decision whether it is remembered or read again from the store', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 4 }), command, (earlier, next) => {
        const stream = reported(earlier);

        expect(stored(stream)).toStrictEqual(stream);
        expect(decided(next, fold(stored(stream)))).toStrictEqual(decided(next, fold(stream)));
      }),
    );
  });

  it('counts its reports from 1 without a gap', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 5 }), (commands) => {
        const versions = reported(commands).flatMap((next) =>
          next.type === 'ArbitrationReportFiled' ? [next.data.version] : [],
        );

        expect(versions).toStrictEqual(commands.map((_, index) => index + 1));
      }),
    );
  });

  it('can be folded even when it makes no sense', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        expect(['unknown', 'odr', 'delivery', 'invoice']).toContain(fold(events).kind);
      }),
    );
  });

  it('is never changed by what is folded on top of it', () => {
    fc.assert(
      fc.property(fc.array(event), event, (events, next) => {
        const state = fold(events);
        const copy = structuredClone(state);
        disputeDecider.evolve(state, next);

        expect(state).toStrictEqual(copy);
      }),
    );
  });
});

describe('any event', () => {
  it.each(eventTypes)('%s is read as it was written', (type) => {
    fc.assert(
      fc.property(eventOf(type), (written) => {
        expect(stored([written])).toStrictEqual([written]);
      }),
    );
  });
});
