import { type RecordedEvent, StreamHeldError } from '#libs/event-store';
import { ReadStoreUnavailableError } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { DisputeView } from '../../projections/dispute-view.js';
import { DisputeHistory, type DisputeKey } from '../../streams/dispute-history.js';
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

  /**
   * Returns the dispute; null when the tenant has none with this id.
   *
   * @throws StreamHeldError when it is held back by an event that cannot be read.
   */
  async dispute(key: DisputeKey): Promise<CurrentDispute | null> {
    const last = await this.history.lastEvent(key);
    if (last === undefined) return null;
    const row = await this.rows.dispute(key.tenant, key.disputeId).catch(notShown);
    if (row instanceof StreamHeldError) return this.past(row, key);
    if (row !== null && isOf(row, last)) return { view: row, last };
    return this.folded(key);
  }

  /**
   * Returns the dispute as its stream has it, whose rows are held back: the decision to pass the event over may not
   * have come to them yet.
   *
   * @throws StreamHeldError when there is no such decision.
   */
  private async past(error: StreamHeldError, key: DisputeKey): Promise<CurrentDispute | null> {
    const current = await this.folded(key);
    const passedOver = current?.view.passedOver ?? [];
    if (passedOver.some(({ eventId }) => eventId === error.held.eventId)) return current;
    throw error;
  }

  private async folded(key: DisputeKey): Promise<CurrentDispute | null> {
    const current = await this.history.current(key);
    return current === null ? null : { ...current, view: asInRow(current.view) };
  }
}

/** Whether the row was made by this event, and not by one that has its revision in another log. */
const isOf = (
  { revision, position, updatedAt }: DisputeView,
  { revision: ofEvent, position: place, metadata }: RecordedEvent,
): boolean => revision === String(ofEvent) && position === String(place) && updatedAt === metadata.recordedAt;

/** Returns nothing in the place of rows that cannot be read, and the reason why a dispute is held back. */
const notShown = (error: unknown): StreamHeldError | null => {
  if (error instanceof StreamHeldError) return error;
  if (error instanceof ReadStoreUnavailableError) return null;
  throw error;
};

/** Returns the view as its row has it, which is JSON: an absent member is not there. */
const asInRow = (view: DisputeView): DisputeView => JSON.parse(JSON.stringify(view)) as DisputeView;
