import type { AppendFault, ReadFault, SubscriptionFault } from './faults.js';

/** Test code: all faults, in tables that the compiler keeps complete. */
export const appendFaults = Object.keys({
  'request-lost': true,
  'reply-lost': true,
  'request-late': true,
  unavailable: true,
  'unavailable-after-commit': true,
  'timed-out-after-commit': true,
  'connection-cut-after-commit': true,
  'not-leader': true,
  'not-ready': true,
  'clean-end': true,
  'duplicate-reply': true,
} satisfies Record<AppendFault, true>) as AppendFault[];

export const readFaults = Object.keys({
  stall: true,
  silence: true,
  unavailable: true,
  'not-leader': true,
  'not-ready': true,
  'clean-end': true,
  'connection-cut': true,
} satisfies Record<ReadFault, true>) as ReadFault[];

export const subscriptionFaults = Object.keys({
  silence: true,
  unavailable: true,
  'clean-end': true,
  'slow-consumer': true,
  'connection-cut': true,
  'duplicate-event': true,
  'checkpoint-of-no-position': true,
  'checkpoint-backwards': true,
} satisfies Record<SubscriptionFault, true>) as SubscriptionFault[];
