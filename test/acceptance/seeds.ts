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

/** Returns the update example with these fields replaced. */
export const updateWith = (fields: object): string =>
  JSON.stringify({ dispute: { ...disputeOf<Dispute>(updateExample), ...fields } });

/** Returns the report example after the change. */
export const reportAfter = (change: (dispute: Report) => void): string => {
  const dispute = disputeOf<Report>(reportExample);
  change(dispute);
  return JSON.stringify({ dispute });
};

/** One `curl` command of a document, as a shell would read it. */
export interface CurlLine {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
}

/**
 * Returns every `curl` command of the document, which has a blank after some backslashes at the end of a
 * line.
 */
export const curlLinesOf = (name: string): readonly CurlLine[] =>
  [...seed(name).matchAll(/^curl (?:[^\n]*\\[ ]?\n)*[^\n]*/gm)].map(([command]) => {
    const quoted = (flag: string): readonly string[] =>
      [...command.matchAll(new RegExp(`-${flag} '([^']*)'`, 'g'))].map(([, value]) => value ?? '');
    return {
      method: /-X (\w+)/.exec(command)?.[1] ?? 'GET',
      url: /'(https:[^']*)'/.exec(command)?.[1] ?? '',
      headers: quoted('H').map((header) => {
        const colon = header.indexOf(':');
        return [header.slice(0, colon), header.slice(colon + 1).trim()] as const;
      }),
      body: quoted('d')[0],
    };
  });
