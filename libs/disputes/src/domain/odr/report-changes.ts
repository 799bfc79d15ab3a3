import type { Change } from './arbitration-report.js';
import type { ReportedConciliation } from './conciliation-report.js';
import type { ReportedArbitration } from './report-facts.js';

type Value = Change['from'];

/** Returns each field that differs from the report before. Fields are paths, as in `report.awardAmount`. */
export const changesBetween = (
  last: ReportedArbitration,
  current: ReportedArbitration,
): readonly Change[] => {
  return differences(flatten(last), flatten(current));
};

/** Returns each field that differs from the report of the conciliation before. */
export const conciliationChanges = (
  last: ReportedConciliation,
  current: ReportedConciliation,
): readonly Change[] => differences(flattenConciliation(last), flattenConciliation(current));

const differences = (
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): readonly Change[] => {
  const fields = new Set([...before.keys(), ...after.keys()]);
  return [...fields]
    .map((field): Change => ({ field, from: before.get(field) ?? null, to: after.get(field) ?? null }))
    .filter(({ from, to }) => from !== to);
};

const flatten = ({ report, appointments }: ReportedArbitration): ReadonlyMap<string, Value> =>
  new Map([
    ...fieldsOf('report', report),
    // The day of the appointment distinguishes two entries of one arbitrator on one seat.
    ...appointments.flatMap(({ seat, pan, appointedOn, ...rest }) =>
      fieldsOf(`seat ${seat}, ${pan}, appointed ${appointedOn}`, { appointedOn, ...rest }),
    ),
  ]);

const flattenConciliation = ({ report, conciliators }: ReportedConciliation): ReadonlyMap<string, Value> =>
  new Map([
    ...fieldsOf('report', report),
    // A conciliator may have no PAN and no seat, so the place tells apart what the name does not.
    ...conciliators.flatMap(({ name, ...rest }, index) =>
      fieldsOf(`conciliator ${index + 1}`, { name, ...rest }),
    ),
  ]);

const fieldsOf = (prefix: string, fields: object): readonly (readonly [string, Value])[] =>
  Object.entries(fields).map(([field, value]) => [`${prefix}.${field}`, value as Value] as const);
