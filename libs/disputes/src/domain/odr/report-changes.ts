import type { Change } from './arbitration-report.js';
import type { ReportedArbitration } from './report-facts.js';

type Value = Change['from'];

/** Returns each field that differs from the report before. Fields are paths, as in `report.awardAmount`. */
export const changesBetween = (
  last: ReportedArbitration,
  current: ReportedArbitration,
): readonly Change[] => {
  const before = flatten(last);
  const after = flatten(current);
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

const fieldsOf = (prefix: string, fields: object): readonly (readonly [string, Value])[] =>
  Object.entries(fields).map(([field, value]) => [`${prefix}.${field}`, value as Value] as const);
