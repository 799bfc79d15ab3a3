import type { RecordedEvent } from '#libs/event-store';
import { ReadStoreUnavailableError } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { DisputeView } from '../../projections/dispute-view.js';
import { DisputeHistory } from '../../streams/dispute-history.js';
import { DisputeQueries } from './dispute-queries.js';

/** A dispute with the last event of its stream, which the view includes. */
export interface CurrentDispute {
  readonly view: DisputeView;
  readonly last: RecordedEvent;
}

/**
 * Reads one dispute as its stream has it now: from its row where the row is of the stream's last event, else
 * from the stream. So it is current right after a write, and while there are no rows (decision 0020).
 */
@Injectable()
export class CurrentDisputes {
  constructor(
    private readonly rows: DisputeQueries,
    private readonly history: DisputeHistory,
  ) {}

  /** Returns the dispute; null when the tenant has none with this id. */
  async dispute(key: {
    readonly tenant: string;
    readonly disputeId: string;
  }): Promise<CurrentDispute | null> {
    const last = await this.history.lastEvent(key);
    if (last === undefined) return null;
    const row = await this.rows.dispute(key.tenant, key.disputeId).catch(noRows);
    if (row !== null && isOf(row, last)) return { view: row, last };
    const folded = await this.history.current(key);
    return folded === null ? null : { ...folded, view: asInRow(folded.view) };
  }
}

/** Whether the row was made by this event, and not by one that has its revision in another log. */
const isOf = (
  { revision, position, updatedAt }: DisputeView,
  { revision: ofEvent, position: place, metadata }: RecordedEvent,
): boolean => revision === String(ofEvent) && position === String(place) && updatedAt === metadata.recordedAt;

const noRows = (error: unknown): null => {
  if (error instanceof ReadStoreUnavailableError) return null;
  throw error;
};

/** Returns the view as its row has it, which is JSON: an absent member is not there. */
const asInRow = (view: DisputeView): DisputeView => JSON.parse(JSON.stringify(view)) as DisputeView;
