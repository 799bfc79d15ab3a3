import { readFileSync } from 'node:fs';

const seed = (name: string): string =>
  readFileSync(new URL(`../fixtures/seeds/${name}`, import.meta.url), 'utf8');

/** The example of SMART ODR's page on dispute updates, byte for byte. */
export const updateExample = seed('s0-update.json');

/** The example of its page on arbitration reports, with the comments and the trailing comma it is printed with. */
export const rawReportExample = seed('s1-arbitration-report.raw.txt');

/** The same without them: the same example as strict JSON. */
export const reportExample = seed('s1-arbitration-report.json');

export interface Dispute {
  [field: string]: unknown;
  disputeId: string;
}

export interface Report extends Dispute {
  ArbitrationReport: Record<string, unknown>;
  DisputeArbitrators: Record<string, unknown>[];
}

const disputeOf = <Kind>(example: string): Kind => (JSON.parse(example) as { dispute: Kind }).dispute;

/** The update example with other fields. */
export const updateWith = (fields: object): string =>
  JSON.stringify({ dispute: { ...disputeOf<Dispute>(updateExample), ...fields } });

/** The report example after a change. */
export const reportAfter = (change: (dispute: Report) => void): string => {
  const dispute = disputeOf<Report>(reportExample);
  change(dispute);
  return JSON.stringify({ dispute });
};
