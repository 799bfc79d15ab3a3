import type { Activity, ActivityFilter, ActivityPage, ActivityQueries } from '#libs/activity';
import { stringify } from 'csv-stringify/sync';
import { limits } from './ledger-api.limits.js';
import { activityAnswer } from './ledger-api.translate.js';

export const CSV = 'text/csv';
export const NDJSON = 'application/x-ndjson';

/**
 * Everything that fits, newest first, fetched a page at a time when the reader asks for it.
 *
 * @throws the signal's reason when it aborts: an answer that is cut off must not look like a whole one.
 */
export async function* allActivity(
  queries: ActivityQueries,
  filter: ActivityFilter,
  signal: AbortSignal,
): AsyncGenerator<readonly Activity[]> {
  let from: ActivityPage['from'] = null;
  do {
    const { activities, older } = await queries.page({ filter, from, limit: limits.exportPageSize });
    signal.throwIfAborted();
    yield activities;
    from = older && { direction: 'older', place: older };
  } while (from !== null);
}

/** One line an event, as in the pages. */
export async function* ndjsonPieces(pages: AsyncIterable<readonly Activity[]>): AsyncGenerator<string> {
  for await (const page of pages)
    if (page.length > 0)
      yield page.map((activity) => `${JSON.stringify(activityAnswer(activity))}\n`).join('');
}

/** RFC 4180, with a header. What a spreadsheet would take for a formula begins with an apostrophe. */
export async function* csvPieces(pages: AsyncIterable<readonly Activity[]>): AsyncGenerator<string> {
  yield csv([COLUMNS]);
  for await (const page of pages) if (page.length > 0) yield csv(page.map(cellsOf));
}

const COLUMNS = [
  'recordedAt',
  'position',
  'tenant',
  'disputeId',
  'revision',
  'type',
  'summary',
  'actor',
  'role',
  'holder',
  'credentialId',
  'authProfile',
  'occurredAt',
  'eventId',
  'correlationId',
  'stream',
] as const;

const cellsOf = (activity: Activity): readonly (string | null)[] => {
  const { actor, authority, ...told } = activityAnswer(activity);
  const row = { ...told, ...authority, actor: actor.name, role: actor.role ?? null };
  return COLUMNS.map((column) => row[column]);
};

const csv = (rows: readonly (readonly (string | null)[])[]): string =>
  stringify([...rows], { escape_formulas: true, record_delimiter: 'windows' });
