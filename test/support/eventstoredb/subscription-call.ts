import { status } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Faults, SubscriptionFault } from './faults.js';
import type { LogRecord } from './log-record.js';
import type { MemoryLog } from './memory-log.js';
import { caughtUpReply, checkpointReply, confirmationReply, eventReply } from './messages.js';
import { resolvedReply } from './read-call.js';
import { invalidPosition, refusal, slowConsumer, unavailable } from './refusals.js';
import type { StreamingCall } from './server-call.js';

/** Records that the server considers between two checkpoints, times the multiplier. */
const DEFAULT_WINDOW = 32;

const NO_POSITION = 2n ** 64n - 1n;

interface Wanted {
  readonly isMatch: (record: LogRecord) => boolean;
  /** Infinite without a filter, because there are no checkpoints then. */
  readonly checkpointInterval: number;
  readonly resolvesLinks: boolean;
}

/** Test code: a catch-up subscription to $all, as 24.10 serves it. */
export class SubscriptionCall {
  private nextIndex = 0;
  /** Nothing up to here is ever delivered, not even what is written there later. */
  private startPosition = 0n;
  private considered = 0;
  private lastCheckpoint: bigint | undefined;
  private lastSent: LogRecord | undefined;
  private isLive = false;

  constructor(
    private readonly call: StreamingCall,
    private readonly log: MemoryLog,
    private readonly faults: Faults,
  ) {}

  /** Serves until the client leaves or a fault ends the call. Returns a fault of the whole connection. */
  async serve(options: streams.ReadReq.Options): Promise<'connection-cut' | undefined> {
    const all = options.getAll();
    if (all === undefined) {
      this.call.fail(refusal(status.UNIMPLEMENTED, 'The test server has subscriptions to $all only.'));
      return undefined;
    }
    const start = this.startIndex(all);
    await this.call.send(confirmationReply());
    if (start === undefined) {
      this.call.fail(invalidPosition());
      return undefined;
    }
    this.nextIndex = start;
    return this.follow(wantedBy(options));
  }

  private startIndex(all: streams.ReadReq.Options.AllOptions): number | undefined {
    const position = all.getPosition();
    if (position === undefined) return all.hasEnd() ? this.log.records.length : 0;
    this.startPosition = BigInt(position.getCommitPosition());
    return this.log.indexAfter(this.startPosition);
  }

  private async follow(wanted: Wanted): Promise<'connection-cut' | undefined> {
    while (!this.call.signal.aborted) {
      const fault = this.faults.next('subscription');
      if (fault !== undefined && (await this.suffer(fault))) return endOf(fault);
      const record = this.log.records[this.nextIndex];
      if (record === undefined) await this.waitAtEnd(wanted);
      else await this.consider(record, wanted);
    }
    return undefined;
  }

  private async consider(
    record: LogRecord,
    { isMatch, checkpointInterval, resolvesLinks }: Wanted,
  ): Promise<void> {
    this.nextIndex += 1;
    if (record.position <= this.startPosition) return;
    if (isMatch(record)) {
      this.lastSent = record;
      await this.call.send(resolvesLinks ? resolvedReply(this.log, record) : eventReply(record));
    }
    this.considered += 1;
    if (this.considered < checkpointInterval) return;
    this.considered = 0;
    await this.sendCheckpoint(record.position);
  }

  private async waitAtEnd({ checkpointInterval }: Wanted): Promise<void> {
    if (!this.isLive) {
      this.isLive = true;
      await this.call.send(caughtUpReply());
      const last = this.log.records[this.nextIndex - 1];
      if (Number.isFinite(checkpointInterval) && last !== undefined) await this.sendCheckpoint(last.position);
    }
    if (this.nextIndex < this.log.records.length) return;
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, this.call.signal]);
    await Promise.race([this.log.changed(signal), this.faults.ordering(signal)]);
    waiting.abort();
  }

  private async sendCheckpoint(position: bigint): Promise<void> {
    if (position === this.lastCheckpoint) return;
    this.lastCheckpoint = position;
    await this.call.send(checkpointReply(position));
  }

  /** Lets the fault happen, and returns whether it has ended the subscription. */
  private async suffer(fault: SubscriptionFault): Promise<boolean> {
    switch (fault) {
      case 'duplicate-event':
        if (this.lastSent !== undefined) await this.call.send(eventReply(this.lastSent));
        return false;
      case 'checkpoint-of-no-position':
        await this.call.send(checkpointReply(NO_POSITION));
        return false;
      case 'checkpoint-backwards':
        await this.call.send(checkpointReply(this.log.records[0]?.position ?? 0n));
        return false;
      case 'unavailable':
        this.call.fail(unavailable());
        return true;
      case 'slow-consumer':
        this.call.fail(slowConsumer());
        return true;
      case 'clean-end':
        this.call.end();
        return true;
      case 'silence':
      case 'connection-cut':
        return true;
    }
  }
}

const endOf = (fault: SubscriptionFault): 'connection-cut' | undefined =>
  fault === 'connection-cut' ? fault : undefined;

const wantedBy = (options: streams.ReadReq.Options): Wanted => {
  const filter = options.getFilter();
  const resolvesLinks = options.getResolveLinks();
  if (filter === undefined) return { isMatch: () => true, checkpointInterval: Infinity, resolvesLinks };
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '', 'u');
  const isMatchingText = (text: string): boolean =>
    prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  return {
    isMatch: ({ stream, type }) => isMatchingText(filter.hasStreamIdentifier() ? stream : type),
    checkpointInterval:
      filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW),
    resolvesLinks,
  };
};
