import {
  type CommandContext,
  decodeRecorded,
  type EventStore,
  newCommandId,
  passingOver,
  type RecordedEvent,
  Transactor,
} from '#libs/event-store';
import { accept, type Decider } from '#libs/kernel';
import { replayCodec, type ReplayEnded, type ReplayEvent, replayStream } from '../domain/replay-event.js';
import type { ReplayStarted } from '../domain/replay-event.js';
import { limits } from '../limits.js';
import { addReplayEvent, type RecordedReplay, type RecordedReplays } from '../projections/recorded-replay.js';

/** Who records an event, and on what authority. */
export type RecordingContext = Pick<
  CommandContext,
  'correlationId' | 'actor' | 'credentialId' | 'holder' | 'authProfile'
>;

const decider: Decider<ReplayEvent, null, ReplayEvent, never> = {
  initial: null,
  decide: (event) => accept(event),
  evolve: () => null,
};

/**
 * The replays that the log knows of: recorded when they begin and when they end. Each process reads on from
 * where it was, so that a list costs what was added since the last one.
 */
export class ReplayRecords {
  private readonly transactor: Transactor<ReplayEvent, null, ReplayEvent, never>;
  private replays: RecordedReplays = new Map();
  /** The last event that was read. */
  private last: Pick<RecordedEvent, 'id' | 'revision'> | undefined;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: EventStore) {
    this.transactor = new Transactor(store, { noun: 'replay', decider, codec: replayCodec });
  }

  /** Records that a replay began. @throws StoreUnavailableError when it cannot be recorded. */
  async start(data: Omit<ReplayStarted['data'], 'position'>, by: RecordingContext, now: Date): Promise<void> {
    const position = String(await this.store.headPosition());
    await this.record({ type: 'ReplayStarted', data: { ...data, position } }, by, now);
  }

  /** Records how a replay ended. @throws StoreUnavailableError when it cannot be recorded. */
  async end(data: ReplayEnded['data'], by: RecordingContext, now: Date): Promise<void> {
    const { failure } = data;
    const cut = failure !== undefined && { failure: failure.slice(0, limits.maxReasonLength) };
    await this.record({ type: 'ReplayEnded', data: { ...data, ...cut } }, by, now);
  }

  /** Returns the replays, newest first. @throws StoreUnavailableError when the log cannot be read. */
  async all(): Promise<readonly RecordedReplay[]> {
    return [...(await this.current()).values()].reverse();
  }

  /** Returns the replay; undefined if the log has none with that id. Throws as `all` does. */
  async find(id: string): Promise<RecordedReplay | undefined> {
    return (await this.current()).get(id);
  }

  private async record(command: ReplayEvent, by: RecordingContext, now: Date): Promise<void> {
    const context = { ...by, commandId: newCommandId(), tenant: null, now: now.toISOString() };
    await this.transactor.transact({ stream: replayStream, command, context });
  }

  private current(): Promise<RecordedReplays> {
    const read = this.reading.then(() => this.readOn());
    this.reading = read.catch(() => undefined);
    return read;
  }

  /**
   * Reads what was added; from the beginning if the log no longer has what was read before.
   *
   * @throws StreamHeldError at an event that cannot be read and is not passed over by decision.
   */
  private async readOn(): Promise<RecordedReplays> {
    const { last } = this;
    if (last !== undefined && (await this.idAt(last.revision)) !== last.id) {
      this.replays = new Map();
      this.last = undefined;
    }
    const from = this.last === undefined ? 0n : this.last.revision + 1n;
    const events = this.store.readStream(replayStream, { direction: 'forwards', from });
    for await (const event of passingOver(this.store, events, checkReplayEvent)) {
      if (event.passedOver === undefined)
        addReplayEvent(this.replays, { ...placed(event), event: decodeRecorded(replayCodec, event) });
      this.last = event;
    }
    for (const id of this.replays.keys()) {
      if (this.replays.size <= limits.maxListedReplays) break;
      this.replays.delete(id);
    }
    return this.replays;
  }

  private async idAt(from: bigint): Promise<string | undefined> {
    for await (const { id } of this.store.readStream(replayStream, {
      direction: 'forwards',
      from,
      maxCount: 1,
    }))
      return id;
    return undefined;
  }
}

/** Reads an event of a replay. @throws UndecodableEventError when it cannot be read. */
export const checkReplayEvent = (event: RecordedEvent): void => {
  decodeRecorded(replayCodec, event);
};

const placed = ({ position, metadata }: RecordedEvent) => {
  const { recordedAt, actor, holder, credentialId, authProfile } = metadata;
  return { position, recordedAt, by: { actor, holder, credentialId, authProfile } };
};
