import type { Activity, ActivityFilter, ActivityPage, ActivityQueries } from '#libs/activity';
import { stringify } from 'csv-stringify/sync';
import { limits } from './ledger-api.limits.js';
import { activityAnswer } from './ledger-api.translate.js';

export const CSV = 'text/csv';
export const NDJSON = 'application/x-ndjson';

/**
 * Yields every activity that matches the filter, newest first. A page is fetched when the reader asks for it.
 *
 * @throws the reason of the signal when it aborts: a truncated answer must not look complete.
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

/** Yields one line of JSON per activity, in the form that the pages have. */
export async function* ndjsonPieces(pages: AsyncIterable<readonly Activity[]>): AsyncGenerator<string> {
  for await (const page of pages)
    if (page.length > 0)
      yield page.map((activity) => `${JSON.stringify(activityAnswer(activity))}\n`).join('');
}

/** Yields CSV (RFC 4180) with a header. What a spreadsheet would take for a formula gets an apostrophe. */
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
