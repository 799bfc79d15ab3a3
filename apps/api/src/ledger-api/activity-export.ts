import type { Activity, ActivityFilter, ActivityPage, ActivityQueries } from '#libs/activity';
import { limits } from './ledger-api.limits.js';
import { wholeList } from './lists/whole-list.js';

/**
 * Yields every activity that matches the filter, newest first. A page is fetched when the reader asks for it.
 *
 * @throws the reason of the signal when it aborts: a truncated answer must not look complete.
 */
export const allActivity = (
  queries: ActivityQueries,
  filter: ActivityFilter,
  signal: AbortSignal,
): AsyncGenerator<readonly Activity[]> =>
  wholeList(async (from: ActivityPage['from']) => {
    const { activities, older } = await queries.page({ filter, from, limit: limits.exportPageSize });
    return { rows: activities, next: older && ({ direction: 'older', place: older } as const) };
  }, signal);
