import fc from 'fast-check';
import type { DisputeEvent } from '../../libs/disputes/src/domain/dispute-event.js';
import type {
  ConciliationReport,
  Conciliator,
} from '../../libs/disputes/src/domain/odr/conciliation-report.js';
import type { OdrStatus } from '../../libs/disputes/src/domain/odr/odr-status.js';

type DataOf<Type extends DisputeEvent['type']> = Extract<DisputeEvent, { type: Type }>['data'];

/** A record whose values have the prototype that JSON gives them. */
const recordOf = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

const day = fc.constantFrom('2025-01-15', '2025-01-20', '2025-01-25');
const dayOrNull = fc.option(day);
const amountOrNull = fc.constantFrom(null, '0', '1500.5', '2000');
const name = fc.constantFrom('Smith Doe', 'Karen Graham');
const message = {
  proceeding: fc.constantFrom('conciliation', 'arbitration'),
  role: fc.string(),
  roleAsGiven: fc.string(),
  userName: fc.string({ unit: 'binary' }),
  received: fc.string({ unit: 'binary' }),
} as const;

const status = fc.constantFrom<OdrStatus>(
  'WD',
  'PRECON_RES',
  'CON_INIT',
  'CON_PROG',
  'CON_FAIL',
  'CON_RES',
  'ARB_INIT',
  'ARB_PROG',
  'ARB_RES',
);

const conciliationReport = recordOf<ConciliationReport>({
  marketParticipantFeePaid: fc.option(fc.boolean()),
  marketParticipantFeePaidOn: dayOrNull,
  investorFeePaid: fc.option(fc.boolean()),
  investorFeePaidOn: dayOrNull,
  hearings: fc.option(fc.nat(3)),
  isSettled: fc.option(fc.boolean()),
  settlementAmount: amountOrNull,
  settledOn: dayOrNull,
});

const conciliator = recordOf<Conciliator>({
  seat: fc.option(fc.nat(3)),
  name,
  pan: fc.option(fc.constant('ABCDE1234H')),
  appointedOn: dayOrNull,
  acceptedOn: dayOrNull,
  rejectedOn: dayOrNull,
  isReappointed: fc.option(fc.boolean()),
  isApproved: fc.option(fc.boolean()),
  onBehalfOf: fc.option(name),
});

/** How to make the events of statuses and conciliations by chance. */
export const odrStatusEventData = {
  DisputeStatusReported: recordOf<DataOf<'DisputeStatusReported'>>({
    ...message,
    status,
    from: fc.option(status),
    award: fc.option(
      recordOf({
        amount: amountOrNull,
        inFavourOf: fc.constantFrom('market-participant', 'investor'),
        awardedOn: day,
      }),
    ),
    warnings: fc.array(recordOf({ code: fc.constant('STATUS_OUT_OF_ORDER'), message: fc.string() })),
  }),
  ConciliationReportFiled: recordOf<DataOf<'ConciliationReportFiled'>>({
    ...message,
    version: fc.nat(),
    report: conciliationReport,
    conciliators: fc.array(conciliator),
    warnings: fc.array(recordOf({ code: fc.constant('FEE_DATE_WITHOUT_PAYMENT'), message: fc.string() })),
    changes: fc.array(recordOf({ field: fc.string(), from: amountOrNull, to: fc.option(fc.boolean()) })),
  }),
};
