import { EventEmitter, once } from 'node:events';

/** What can go wrong with an append. Test code, like everything in this folder. */
export type AppendFault =
  /** Nothing is written, and there is no reply. */
  | 'request-lost'
  /** Written, but there is no reply. */
  | 'reply-lost'
  /** Nothing is said; it arrives when the client has given up, after the next append to its stream. */
  | 'request-late'
  | 'unavailable'
  | 'unavailable-after-commit'
  | 'timed-out-after-commit'
  | 'connection-cut-after-commit'
  | 'not-leader'
  | 'not-ready'
  /** The call ends without an error and without a reply. */
  | 'clean-end'
  /** The request is carried out twice and answered twice. */
  | 'duplicate-reply';

export type ReadFault =
  /** Everything but the last record is sent, and then nothing. */
  'stall' | 'silence' | 'unavailable' | 'not-leader' | 'not-ready' | 'clean-end' | 'connection-cut';

/** What can go wrong with a subscription, before or after it has begun. */
export type SubscriptionFault =
  | 'silence'
  | 'unavailable'
  | 'clean-end'
  | 'slow-consumer'
  | 'connection-cut'
  | 'duplicate-event'
  /** As servers before 24.10.5 sent it: (ulong.max, ulong.max). */
  | 'checkpoint-of-no-position'
  | 'checkpoint-backwards';

interface FaultsOfCalls {
  append: AppendFault;
  read: ReadFault;
  subscription: SubscriptionFault;
}

/** The faults that were ordered and have not happened yet. Each happens once, in the order of ordering. */
export class Faults {
  private readonly ordered: { [Call in keyof FaultsOfCalls]: FaultsOfCalls[Call][] } = {
    append: [],
    read: [],
    subscription: [],
  };
  private readonly orders = new EventEmitter().setMaxListeners(0);

  order<Call extends keyof FaultsOfCalls>(call: Call, ...faults: readonly FaultsOfCalls[Call][]): void {
    this.ordered[call].push(...faults);
    this.orders.emit('order');
  }

  next<Call extends keyof FaultsOfCalls>(call: Call): FaultsOfCalls[Call] | undefined {
    return this.ordered[call].shift();
  }

  /** Returns how many have not happened yet. */
  left(call: keyof FaultsOfCalls): number {
    return this.ordered[call].length;
  }

  clear(): void {
    for (const faults of Object.values(this.ordered)) faults.length = 0;
  }

  /** Resolves at the next order, or when the signal aborts. */
  async ordering(signal: AbortSignal): Promise<void> {
    await once(this.orders, 'order', { signal }).catch(() => undefined);
  }
}
