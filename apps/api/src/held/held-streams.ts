import { type Standing, standingOf } from '#libs/deployment';
import { Acceptances, type EventStore, type HeldStream, heldText } from '#libs/event-store';
import { LRUCache } from 'lru-cache';
import type { ReadStore } from '#libs/read-store';
import type { Logger } from 'pino';

/** Streams that requests have met and no read model follows, such as claims; of very many, the last. */
const MAX_MET = 1_000;

/** What this deployment holds back because it cannot be read: what the rows name, and what requests have met. */
export class HeldStreams {
  private readonly met = new LRUCache<string, HeldStream>({ max: MAX_MET });
  private seen: ReadonlySet<string> = new Set();

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  /** Notes a stream that a request has met, and logs it the first time. */
  meet(held: HeldStream): void {
    if (this.met.get(held.stream)?.revision === held.revision && this.met.has(held.stream)) return;
    this.met.set(held.stream, held);
    this.logger.error({ heldBack: held }, `a stream is held back: ${heldText(held)}`);
  }

  /** Whether an operator has said that the stream was cut: it stays closed, and that is known. */
  isSeen(stream: string): boolean {
    return this.seen.has(stream);
  }

  /** Asks both stores how they stand. */
  standing(): Promise<Standing> {
    return standingOf(this.store, this.readStore);
  }

  /** Returns what an operator has still to decide about. Throws as both stores do. */
  async undecided(): Promise<readonly HeldStream[]> {
    const held = new Map([...this.met.entries()]);
    for (const row of await this.readStore.held()) held.set(row.stream, row);
    if (held.size === 0) return [];
    const accepted = await Acceptances.read(this.store);
    const all = [...held.values()];
    this.seen = new Set(
      all.map(({ stream }) => stream).filter((stream) => accepted.ofCut(stream) !== undefined),
    );
    return all.filter((stream) => accepted.about(stream) === undefined);
  }
}
