import type { EventStore, RecordedEvent } from '#libs/event-store';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { ChainVerifier, type EventFault } from '../domain/chain-verifier.js';

/**
 * Checks events that continue streams, such as those that a backup adds, without reading the whole log: each
 * by its own content, and the first of each stream against the event before it, which is read from the log.
 */
export class AddedEvents {
  private readonly chain = new ChainVerifier(nodePrimitives);
  private readonly begun = new Set<string>();

  /** @param log A log that has the events, and those before them. */
  constructor(private readonly log: Pick<EventStore, 'readStream'>) {}

  /** Returns what is wrong with the next event of the log; undefined for a sound one. */
  async check(event: RecordedEvent): Promise<EventFault | undefined> {
    if (!this.begun.has(event.stream)) await this.begin(event);
    return this.chain.check(event).fault;
  }

  private async begin({ stream, revision }: RecordedEvent): Promise<void> {
    this.begun.add(stream);
    if (revision === 0n) return;
    const before = { direction: 'backwards', from: revision - 1n, maxCount: 1 } as const;
    for await (const previous of this.log.readStream(stream, before))
      if (previous.metadata.hash !== undefined) {
        this.chain.resume({ ...previous, hash: previous.metadata.hash });
        return;
      }
    // Events from before the chain carry no hash: theirs is computed from the first one on.
    const all = { direction: 'forwards', maxCount: Number(revision) } as const;
    for await (const previous of this.log.readStream(stream, all)) this.chain.check(previous);
  }
}
