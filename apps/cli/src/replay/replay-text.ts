import { heldText } from '#libs/event-store';
import type { FieldDifference, PastRebuild, ReplayResult, RowDifference } from '#libs/read-store';
import { table } from '../output.js';
import type { Trailed } from './replay-trail.js';

const SHOWN_DIFFERENCES = 10;
const SHOWN_FIELDS = 10;

/** The characters that are shown of a longer value. */
const SHOWN_LENGTH = 60;

const VERDICTS: Readonly<Record<ReplayResult['outcome'], string>> = {
  equal: 'EQUAL: the live read models are what the log says.',
  different: 'DIFFERENT: the live read models are not what the log says.',
  mended: 'MENDED: the live read models were not what the log says, and have been replaced.',
};

/** Returns the result of a replay as text for people. */
export const replayText = (result: ReplayResult & Trailed): string => {
  const { outcome, position, events, durationMs, differenceCount, differences, swap } = result;
  const shown = differences.slice(0, SHOWN_DIFFERENCES);
  return [
    VERDICTS[outcome],
    `Compared at position ${position}; ${events} events replayed in ${(durationMs / 1_000).toFixed(1)} s.`,
    recordedText(result),
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
    ...heldLines(result),
  ].join('\n');
};

const differenceLines = (difference: RowDifference): readonly string[] => {
  const { table: name, key, stream, kind, fields, fieldCount, event } = difference;
  const place = `${name} ${JSON.stringify(key)}`;
  const of = `  of ${stream ?? 'no stream'}`;
  if (kind !== 'changed')
    return [
      kind === 'missing' ? `${place} is missing in the live rows` : `${place} is only in the live rows`,
      of,
      `  ${kind === 'missing' ? 'set by' : 'would be of'} ${eventText(event)}`,
    ];
  const shown = fields.slice(0, SHOWN_FIELDS);
  return [
    `${place} is changed`,
    of,
    ...shown.flatMap(fieldLines),
    ...(fieldCount > shown.length ? [`  and ${fieldCount - shown.length} more fields`] : []),
  ];
};

const fieldLines = ({ column, path, from, to, event }: FieldDifference): readonly string[] => {
  const [live, replayed] = cutAround(valueText(from), valueText(to));
  return [`  ${column}${path}: ${live} -> ${replayed}`, `    set by ${eventText(event)}`];
};

const valueText = (value: FieldDifference['from']): string =>
  value === undefined ? '(nothing)' : JSON.stringify(value);

const eventText = (event: RowDifference['event']): string => {
  if (event === null) return 'no event';
  const { type, stream, revision, position, eventId, recordedAt } = event;
  return `${type} at revision ${revision} of ${stream}, position ${position}, event ${eventId}, ${recordedAt}`;
};

/** Cuts two texts to the part around the place where they begin to differ. */
const cutAround = (one: string, other: string): readonly [string, string] => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const start = at > SHOWN_LENGTH / 2 ? at - SHOWN_LENGTH / 4 : 0;
  return [excerpt(one, start), excerpt(other, start)];
};

const excerpt = (text: string, start: number): string => {
  if (text.length <= SHOWN_LENGTH) return text;
  const end = start + SHOWN_LENGTH;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
};

const heldLines = ({ heldBack = [] }: Pick<ReplayResult, 'heldBack'>): readonly string[] =>
  heldBack.length === 0
    ? []
    : [
        '',
        'Rows that stop at an event that cannot be read:',
        ...heldBack.map((held) => `  ${heldText(held)}`),
      ];

/** Returns as text for people what was rebuilt of a past moment, and in which file. */
export const pastText = (result: PastRebuild & Trailed): string => {
  const { file, asOf, position, events, tables } = result;
  return [
    `The read models as they stood at ${asOf}: position ${position}, ${events} events.`,
    recordedText(result),
    file,
    '',
    table(
      ['table', 'rows', 'digest (SHA-256)'],
      tables.map(({ table: name, rows, digest }) => [name, String(rows), digest]),
    ),
    ...heldLines(result),
  ].join('\n');
};

const recordedText = ({ recordedAs }: Trailed): string =>
  recordedAs === null ? 'The log has no record of this replay.' : `Recorded in the log as ${recordedAs}.`;
