import type { EventStore } from './event-store.js';
import type { LogMoment } from './moment.js';

/** How far the log is known to go. The store is asked only about positions beyond that. */
export class LogHead {
  private known = 0n;
  /** The subscriptions that there were when that was learnt. */
  private seen = 0;

  /**
   * @param subscriptions Returns how often this process has subscribed to the log. After each time the log may be
   * a shorter one, so that nothing is known of it.
   */
  constructor(
    private readonly store: Pick<EventStore, 'headPosition'>,
    readonly subscriptions: () => number = () => 0,
  ) {}

  /** Remembers a position that came from the log. */
  note(position: bigint): void {
    if (position > this.known) this.known = position;
  }

  /**
   * Returns where the log ends now if that is before the position; undefined if the log has reached it.
   *
   * @throws StoreUnavailableError when the store has to be asked, and is closed or out of reach.
   */
  async endBefore(position: bigint): Promise<bigint | undefined> {
    if (position <= this.known && this.seen === this.subscriptions()) return undefined;
    const head = await this.position();
    return position <= head ? undefined : head;
  }

  /** Returns where the log ends now. @throws StoreUnavailableError as `endBefore` does. */
  async position(): Promise<bigint> {
    const subscriptions = this.subscriptions();
    const head = await this.store.headPosition();
    if (this.seen !== subscriptions) this.known = 0n;
    this.seen = subscriptions;
    this.note(head);
    return head;
  }

  /**
   * Returns up to where the log must have been read to answer for the moment: for an instant, to its end, because
   * an event may have been recorded earlier than those before it. @throws StoreUnavailableError as `endBefore` does.
   */
  neededFor(moment: LogMoment): Promise<bigint> {
    return moment.kind === 'instant' ? this.position() : Promise.resolve(moment.position);
  }
}
