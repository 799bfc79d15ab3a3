import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, type LogMark, type RecordedEvent, UnknownPositionError } from '#libs/event-store';
import { ReadStoreUnavailableError } from '#libs/read-store';
import { disputeOfStream, disputeStream, disputeStreamPrefix } from '../../domain/dispute-stream.js';
import { isStoredOdrEvent } from '../../domain/odr/odr-codec.js';
import { limits } from '../../limits.js';
import type { OdrSpellings, Spelling } from './odr-spellings.js';

/** What one look found out about the disputes of institutions whose ids are not in upper case. */
export interface KnownSpellings {
  /** Whether there is any, of whatever tenant. */
  readonly hasOthers: boolean;
  /** The position up to which the rows must be asked for them; 0 if `later` has them all. */
  readonly rowsUpTo: bigint;
  /** Those after that position, the oldest of each id, by the stream that its id in upper case names. */
  readonly later: ReadonlyMap<string, Spelling>;
}

/** What one look found out, and where the log ended then, by which it is known again. */
export interface Looked extends KnownSpellings {
  readonly mark: LogMark | undefined;
}

/** What the rows can say now. Without rows, they say nothing up to position 0. */
interface RowsNow {
  readonly position: bigint;
  readonly hasOthers: boolean;
}

const NO_ROWS: RowsNow = { position: 0n, hasOthers: false };

/** Reads the spellings from the log, and from the rows what they have. Neither store has to be there at once. */
export class SpellingsLook {
  constructor(
    private readonly store: EventStore,
    private readonly spellings: OdrSpellings,
  ) {}

  /**
   * Resolves with the spellings up to the end that the log has now. The rows may be far behind, and their
   * projector away, so that the log is read from where they are; whichever gets to the end first is used.
   *
   * @throws AbortError when the signal aborts first. The failure of a store is tried again until then.
   */
  async atStart(signal: AbortSignal): Promise<Looked> {
    const mark = await untilDone(() => this.endOfLog(), signal);
    const head = mark?.position ?? 0n;
    const done = new AbortController();
    const ending = AbortSignal.any([signal, done.signal]);
    try {
      const found = await Promise.race([this.inRows(head, ending), this.inLog(head, ending)]);
      return { ...found, mark };
    } finally {
      done.abort();
    }
  }

  private async endOfLog(): Promise<LogMark | undefined> {
    const position = await this.store.headPosition();
    const id = await this.store.idAt(position);
    return id === undefined ? undefined : { position, id };
  }

  private inRows(head: bigint, signal: AbortSignal): Promise<KnownSpellings> {
    return untilDone(async () => {
      if (!(await this.spellings.readStore.hasReached(head)))
        throw new ReadStoreUnavailableError(`The rows have not reached position ${head}.`);
      return { hasOthers: await this.spellings.areThereOthers(), rowsUpTo: head, later: new Map() };
    }, signal);
  }

  private async inLog(head: bigint, signal: AbortSignal): Promise<KnownSpellings> {
    const rows = await Promise.race([
      this.rowsNow().catch(() => NO_ROWS),
      pause(limits.maxSpellingsRowsWaitMs, NO_ROWS, { signal }),
    ]);
    const read = new SpellingsInLog(this.store, rows.position);
    await untilDone(() => read.upTo(head, signal), signal);
    return {
      hasOthers: rows.hasOthers || read.found.size > 0,
      rowsUpTo: read.isFull ? head : read.from,
      later: read.found,
    };
  }

  private async rowsNow(): Promise<RowsNow> {
    // The position first: the rows may be further by the time of the second question, and never less far.
    const position = await this.spellings.readStore.position();
    return { position, hasOthers: await this.spellings.areThereOthers() };
  }
}

/** The part of the log after a position. A read that failed goes on after the last page. */
class SpellingsInLog {
  readonly found = new Map<string, Spelling>();
  private after: bigint;

  constructor(
    private readonly store: EventStore,
    public from: bigint,
  ) {
    this.after = from;
  }

  /** Whether there are more than are kept. */
  get isFull(): boolean {
    return this.found.size >= limits.maxKnownSpellings;
  }

  async upTo(head: bigint, signal: AbortSignal): Promise<void> {
    try {
      await this.readUpTo(head, signal);
    } catch (error) {
      // The rows are those of another log, or of one that was restored: they say nothing about this one.
      if (error instanceof UnknownPositionError) this.from = this.after = 0n;
      throw error;
    }
  }

  private async readUpTo(head: bigint, signal: AbortSignal): Promise<void> {
    if (this.after >= head) return;
    const pages = this.store.readAll({ after: this.after, streamPrefixes: [disputeStreamPrefix] });
    for await (const { events, position } of pages) {
      signal.throwIfAborted();
      for (const event of events) this.add(event);
      this.after = position;
      if (position >= head || this.isFull) return;
    }
  }

  private add(event: RecordedEvent): void {
    if (event.revision !== 0n || !isStoredOdrEvent(event)) return;
    const { tenant, disputeId } = disputeOfStream(event.stream);
    const canonical = disputeId.toUpperCase();
    const key = disputeStream(tenant, canonical);
    if (disputeId === canonical || this.found.has(key)) return;
    this.found.set(key, { disputeId, position: event.position });
  }
}

/** Does the work until it succeeds. A store of a cluster may start later than this process: readiness says so. */
const untilDone = async <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch {
      await pause(limits.spellingsRetryMs, undefined, { signal });
    }
  }
};
