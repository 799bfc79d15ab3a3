import { readFileSync } from 'node:fs';

const seed = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/seeds/${name}`, import.meta.url), 'utf8');

/** The documents' own examples, byte for byte; the last with its comments and trailing comma. */
export const documents = {
  update: seed('s0-update.json'),
  report: seed('s1-arbitration-report.json'),
  reportAsPrinted: seed('s1-arbitration-report.raw.txt'),
};

type Fields = Readonly<Record<string, unknown>>;

interface Message {
  readonly dispute: Fields & {
    readonly ArbitrationReport: Fields;
    readonly DisputeArbitrators: readonly Fields[];
  };
}

const update = (JSON.parse(documents.update) as Message).dispute;
const report = (JSON.parse(documents.report) as Message).dispute;

/** Returns the document's update with other fields. */
export const updateWith = (fields: Fields): object => ({ dispute: { ...update, ...fields } });

/** Returns the document's report with other fields, also of its `ArbitrationReport` and of its arbitrators. */
export const reportWith = (
  fields: Fields,
  facts: Fields = {},
  arbitrators: Readonly<Record<number, Fields>> = {},
): object => ({
  dispute: {
    ...report,
    ArbitrationReport: { ...report.ArbitrationReport, ...facts },
    DisputeArbitrators: report.DisputeArbitrators.map((arbitrator, index) => ({
      ...arbitrator,
      ...arbitrators[index],
    })),
    ...fields,
  },
});
