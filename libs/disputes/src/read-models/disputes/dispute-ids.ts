import { setTimeout as pause } from 'node:timers/promises';
import { EventStore, isInLog, LogHead } from '#libs/event-store';
import { ReadStoreUnavailableError } from '#libs/read-store';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DisputeFiles } from '../../application/dispute-files.js';
import { disputeStream } from '../../domain/dispute-stream.js';
import { isStoredOdrEvent } from '../../domain/odr/odr-codec.js';
import { limits } from '../../limits.js';
import { OdrSpellings, type Spelling } from './odr-spellings.js';
import { type KnownSpellings, type Looked, SpellingsLook } from './spellings-look.js';

/**
 * Finds the one id under which an institution's dispute is kept, whatever letter case its id is written in
 * (decision 0018). New disputes are kept under the id in upper case. Ledgers of before may have disputes under
 * other spellings: the oldest file of a case is the one that is written to.
 */
@Injectable()
export class DisputeIds extends DisputeFiles implements OnModuleInit, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly known = new LRUCache<string, string>({ max: limits.maxKnownSpellings });
  /** Undefined until the log was looked through once. */
  private others: Looked | undefined;
  /** The subscriptions to the log that there were when it was last known to be the one that was looked through. */
  private seen = 0;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly spellings: OdrSpellings,
    private readonly head: LogHead,
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
   * @throws ReadStoreUnavailableError while it is not known which spellings there are: until the log was looked
   * through, and, in a ledger that has other spellings than upper case, while the rows of that time are away.
   */
  override async forWriting(tenant: string, disputeId: string): Promise<string> {
    await this.lookAgainInAnotherLog();
    const canonical = disputeId.toUpperCase();
    if (this.others?.hasOthers === false && disputeId === canonical) return canonical;
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
    await this.lookAgainInAnotherLog();
    if (this.others?.hasOthers === false && disputeId === disputeId.toUpperCase()) return disputeId;
    if ((await this.firstEvent(tenant, disputeId)) !== undefined) return disputeId;
    return this.forWriting(tenant, disputeId);
  }

  private async found(tenant: string, disputeId: string): Promise<string> {
    const canonical = disputeId.toUpperCase();
    // A dispute of another kind keeps its id, so that a message to it is refused as one to another's dispute.
    const first = disputeId === canonical ? undefined : await this.firstEvent(tenant, disputeId);
    if (first !== undefined && !isStoredOdrEvent(first)) return disputeId;
    const others = await this.untilLooked();
    if (!others.hasOthers) return canonical;
    const files = [
      others.later.get(disputeStream(tenant, canonical)),
      await this.inRows(tenant, canonical, others),
      await this.inUpperCase(tenant, canonical),
    ].filter((file) => file !== undefined);
    return (
      files.toSorted((one, other) => (one.position < other.position ? -1 : 1))[0]?.disputeId ?? canonical
    );
  }

  private async inRows(
    tenant: string,
    canonical: string,
    { rowsUpTo }: KnownSpellings,
  ): Promise<Spelling | undefined> {
    if (rowsUpTo === 0n) return undefined;
    if (!(await this.spellings.readStore.hasReached(rowsUpTo)))
      throw new ReadStoreUnavailableError(`The rows have not reached position ${rowsUpTo}.`);
    return this.spellings.oldest(tenant, canonical);
  }

  private async inUpperCase(tenant: string, canonical: string): Promise<Spelling | undefined> {
    const first = await this.firstEvent(tenant, canonical);
    return first && { disputeId: canonical, position: first.position };
  }

  private async firstEvent(tenant: string, disputeId: string) {
    const stream = disputeStream(tenant, disputeId);
    for await (const event of this.store.readStream(stream, { direction: 'forwards', maxCount: 1 }))
      return event;
    return undefined;
  }

  /** Waits a bounded time for the first look. */
  private async untilLooked(): Promise<KnownSpellings> {
    const deadline = performance.now() + limits.maxSpellingsWaitMs;
    while (this.others === undefined) {
      if (performance.now() >= deadline || this.stopping.signal.aborted)
        throw new ReadStoreUnavailableError('It is not known yet which disputes there are.');
      await pause(limits.spellingsPollMs);
    }
    return this.others;
  }

  /**
   * Looks once whether there is any dispute under another spelling than upper case. This version adds none, so
   * that the answer holds for as long as the log is the same.
   */
  private async look(): Promise<void> {
    const look = new SpellingsLook(this.store, this.spellings);
    // It only ever rejects because this process stops.
    this.others = await look.atStart(this.stopping.signal).catch(() => undefined);
  }

  /** Forgets what was found once the log under this process has become another one, and looks through that. */
  private async lookAgainInAnotherLog(): Promise<void> {
    const subscriptions = this.head.subscriptions();
    if (this.others === undefined || this.seen === subscriptions) return;
    const { mark } = this.others;
    const isSame = mark !== undefined && (await isInLog(this.store, mark));
    if (this.seen === subscriptions) return;
    this.seen = subscriptions;
    if (isSame) return;
    this.others = undefined;
    this.known.clear();
    this.looking = this.look();
  }
}
