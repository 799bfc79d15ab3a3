import { setTimeout as pause } from 'node:timers/promises';
import { EventStore } from '#libs/event-store';
import { ReadStore, ReadStoreUnavailableError } from '#libs/read-store';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DisputeFiles } from '../../application/dispute-files.js';
import { disputeStream } from '../../domain/dispute-stream.js';
import { isStoredOdrEvent } from '../../domain/odr/odr-codec.js';
import { limits } from '../../limits.js';
import { OdrSpellings } from './odr-spellings.js';

/**
 * Finds the one id under which an institution's dispute is kept, whatever letter case its id is written in
 * (decision 0018). New disputes are kept under the id in upper case. Ledgers of before may have disputes under
 * other spellings: the oldest file of a case is the one that is written to.
 */
@Injectable()
export class DisputeIds extends DisputeFiles implements OnModuleInit, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly known = new LRUCache<string, string>({ max: limits.maxKnownSpellings });
  /** Undefined until the rows have reached the head that the log had at the start. */
  private hasOtherSpellings: boolean | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly spellings: OdrSpellings,
  ) {
    super();
  }

  onModuleInit(): void {
    this.looking = this.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  /**
   * Returns the id of the file that a message of an institution belongs to.
   *
   * @throws ReadStoreUnavailableError while it is not known which spellings there are.
   */
  override async forWriting(tenant: string, disputeId: string): Promise<string> {
    const canonical = disputeId.toUpperCase();
    if (this.hasOtherSpellings === false && disputeId === canonical) return canonical;
    const key = disputeStream(tenant, disputeId);
    const id = this.known.get(key) ?? (await this.found(tenant, disputeId));
    this.known.set(key, id);
    return id;
  }

  /**
   * Returns the id of the dispute that a reader means: the one of exactly this spelling if there is one,
   * else the institution's dispute of this id in other letters.
   */
  async forReading(tenant: string, disputeId: string): Promise<string> {
    if (this.hasOtherSpellings === false && disputeId === disputeId.toUpperCase()) return disputeId;
    if ((await this.firstEvent(tenant, disputeId)) !== undefined) return disputeId;
    return this.forWriting(tenant, disputeId);
  }

  private async found(tenant: string, disputeId: string): Promise<string> {
    const canonical = disputeId.toUpperCase();
    // A dispute of another kind keeps its id, so that a message to it is refused as one to another's dispute.
    const first = disputeId === canonical ? undefined : await this.firstEvent(tenant, disputeId);
    if (first !== undefined && !isStoredOdrEvent(first)) return disputeId;
    if (!(await this.mayHaveOtherSpellings())) return canonical;
    return (await this.spellings.oldest(tenant, canonical)) ?? canonical;
  }

  private async firstEvent(tenant: string, disputeId: string) {
    const stream = disputeStream(tenant, disputeId);
    for await (const event of this.store.readStream(stream, { direction: 'forwards', maxCount: 1 }))
      return event;
    return undefined;
  }

  /** Waits a bounded time for the first look at the rows. */
  private async mayHaveOtherSpellings(): Promise<boolean> {
    const deadline = performance.now() + limits.maxSpellingsWaitMs;
    while (this.hasOtherSpellings === undefined) {
      if (performance.now() >= deadline || this.stopping.signal.aborted)
        throw new ReadStoreUnavailableError('It is not known yet which disputes there are.');
      await pause(limits.spellingsPollMs);
    }
    return this.hasOtherSpellings;
  }

  /**
   * Looks once whether there is any dispute under another spelling than upper case. This version adds none, so
   * that the answer holds for the life of the process.
   */
  private async look(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted && this.hasOtherSpellings === undefined)
      try {
        if (await this.readStore.hasReached(await this.store.headPosition()))
          this.hasOtherSpellings = await this.spellings.areThereOthers();
      } catch {
        // A store of a cluster may start later than this process. Readiness reports it.
        await pause(limits.spellingsRetryMs, undefined, { signal }).catch(() => undefined);
      }
  }
}
