import type { HeldStream, LogMoment } from '#libs/event-store';
import { jsonInRow, ReadStore, stoodAt } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { DisputeResolution } from '../../projections/dispute-resolution.js';
import type { ResolutionTables } from './resolution-tables.js';

export interface ResolutionFilter {
  readonly tenant?: string;
  readonly scheme?: string;
  readonly code?: string;
  readonly isValid?: boolean;
  /** RFC 3339 in UTC; the first inclusive, the second exclusive. */
  readonly resolvedFrom?: string;
  readonly resolvedBefore?: string;
}

export interface ResolutionPage {
  readonly filter: ResolutionFilter;
  /** Only disputes that were first resolved before this position. */
  readonly before: number | null;
  readonly limit: number;
}

export interface ResolutionList {
  readonly resolutions: readonly DisputeResolution[];
  /** The position before which the next page continues; null on the last page. */
  readonly next: number | null;
}

/** Answers how disputes ended. */
@Injectable()
export class ResolutionQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** Returns why disputes are held back, by their streams: they may have ended otherwise since. */
  async held(): Promise<ReadonlyMap<string, HeldStream>> {
    return new Map((await this.readStore.held()).map((held) => [held.stream, held]));
  }

  /**
   * Lists how disputes had ended at the moment, or have ended now. Newest first by the first resolution: a
   * dispute keeps its place when it is decided again.
   */
  async resolutions({ filter, before, limit }: ResolutionPage, moment = LATEST): Promise<ResolutionList> {
    const { tenant, scheme, code, isValid, resolvedFrom, resolvedBefore } = filter;
    const rows = await this.standing(moment)
      .$if(tenant !== undefined, (query) => query.where('first.tenant', '=', tenant ?? ''))
      .$if(scheme !== undefined, (query) => query.where('v.scheme', '=', scheme ?? ''))
      .$if(code !== undefined, (query) => query.where('v.code', '=', code ?? ''))
      .$if(isValid !== undefined, (query) => query.where('v.is_valid', '=', Number(isValid)))
      .$if(resolvedFrom !== undefined, (query) => query.where('v.resolved_at', '>=', resolvedFrom ?? ''))
      .$if(resolvedBefore !== undefined, (query) => query.where('v.resolved_at', '<', resolvedBefore ?? ''))
      .$if(before !== null, (query) => query.where('first.resolved_position', '<', before ?? 0))
      .select(['first.resolved_position', 'v.entry'])
      .orderBy('first.resolved_position', 'desc')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    return {
      resolutions: page.map(({ entry }) => jsonInRow(entry) as DisputeResolution),
      next: rows.length > limit ? Number(page.at(-1)?.resolved_position) : null,
    };
  }

  /**
   * Selects the first decision of each dispute that had ended, and the decision that was valid at the moment.
   */
  private standing(moment: LogMoment) {
    return this.readStore
      .tables<ResolutionTables>()
      .selectFrom('dispute_resolutions as first')
      .whereRef('first.from_position', '=', 'first.resolved_position')
      .$if(moment.kind === 'position', (query) =>
        query.where(
          'first.resolved_position',
          '<=',
          moment.kind === 'position' ? Number(moment.position) : 0,
        ),
      )
      .innerJoin('dispute_resolutions as v', (join) =>
        join.on(
          stoodAt(
            {
              table: 'dispute_resolutions',
              alias: 'v',
              subject: 'resolved_position',
              of: 'first.resolved_position',
            },
            moment,
          ),
        ),
      );
  }
}

const LATEST: LogMoment = { kind: 'position', position: BigInt(Number.MAX_SAFE_INTEGER) };
