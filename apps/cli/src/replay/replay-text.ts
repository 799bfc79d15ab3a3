import type { PastRebuild, ReplayResult, RowDifference } from '#libs/read-store';
import { table } from '../output.js';

const SHOWN_DIFFERENCES = 10;

const VERDICTS: Readonly<Record<ReplayResult['outcome'], string>> = {
  equal: 'EQUAL: the live read models are what the log says.',
  different: 'DIFFERENT: the live read models are not what the log says.',
  mended: 'MENDED: the live read models were not what the log says, and have been replaced.',
};

/** Returns the result of a replay as text for people. */
export const replayText = (result: ReplayResult): string => {
  const { outcome, position, events, durationMs, differenceCount, differences, swap } = result;
  const shown = differences.slice(0, SHOWN_DIFFERENCES);
  return [
    VERDICTS[outcome],
    `Compared at position ${position}; ${events} events replayed in ${(durationMs / 1_000).toFixed(1)} s.`,
    '',
    table(
      ['table', 'live rows', 'rebuilt rows', 'different', 'digest of the rebuilt rows (SHA-256)'],
      result.tables.map(({ table: name, rows, differences: different, digest }) =>
        [name, rows.live, rows.rebuilt, different, digest.rebuilt].map(String),
      ),
    ),
    ...(swap === null
      ? []
      : ['', `Swapped at position ${swap.position}; the projections waited ${swap.writePauseMs} ms.`]),
    ...(differenceCount === 0 ? [] : ['', `${differenceCount} rows differ; the first ${shown.length}:`]),
    ...shown.flatMap((difference) => ['', ...differenceLines(difference)]),
  ].join('\n');
};

const differenceLines = ({
  table: name,
  key,
  stream,
  kind,
  columns,
  event,
}: RowDifference): readonly string[] => [
  `${name} ${JSON.stringify(key)} is ${kind}`,
  `  of ${stream ?? 'no stream'}; ${
    event === null
      ? 'no event explains it'
      : `${event.type}, revision ${event.revision}, position ${event.position}, event ${event.eventId}, ${event.recordedAt}`
  }`,
  ...columns.flatMap(({ column, live, rebuilt }) => [
    `  ${column}`,
    `    live     ${JSON.stringify(live)}`,
    `    rebuilt  ${JSON.stringify(rebuilt)}`,
  ]),
];

/** Returns as text for people what was rebuilt of a past moment, and in which file. */
export const pastText = ({ file, asOf, position, events, tables }: PastRebuild): string =>
  [
    `The read models as they stood at ${asOf}: position ${position}, ${events} events.`,
    file,
    '',
    table(
      ['table', 'rows', 'digest (SHA-256)'],
      tables.map(({ table: name, rows, digest }) => [name, String(rows), digest]),
    ),
  ].join('\n');
