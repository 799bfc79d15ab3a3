import { disputeStream } from '../../../libs/disputes/src/domain/dispute-stream.js';
import { disputeReferenced, updateRecorded } from '../../support/disputes.js';
import { newEvent } from '../../support/prepared-log.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { bodyOf, type Read, readerOf } from '../clients.js';

export interface Dispute {
  readonly revision: string;
  readonly position: string;
  readonly lastUpdate: { text: string } | null;
  readonly explanation?: Record<string, { revision: string; type: string }>;
}

export const T = '2025-03-01T10:00:00';

/**
 * The events in the order of the log: the dispute's id, the time, and the update's text, null for the
 * opening.
 */
export type Log = readonly (readonly [string, string, string | null])[];

export const LOG: Log = [
  ['A', `${T}.000Z`, null],
  ['A', `${T}.000Z`, 'first'],
  ['B', `${T}.005Z`, null],
  // Another machine's clock is behind: this comes later in the log and earlier in time.
  ['C', `${T}.002Z`, null],
  ['A', `${T}.005Z`, 'second'],
  ['A', `${T}.005Z`, 'second, again'],
  ['C', `${T}.010Z`, 'third'],
];

/** A ledger in which some disputes of the tenant `smartodr` have a past. */
export interface PastLedger {
  readonly running: RunningLedger;
  readonly read: Read;
  readonly ofTenantB: Read;
  dispute(query: string): Promise<Dispute>;
  /** Resolves with the position of the event at this index of `LOG`. */
  positionOf(index: number): Promise<bigint>;
}

export const startPastLedger = async (
  log: Log = LOG,
  variables: Record<string, string> = {},
): Promise<PastLedger> => {
  const running = await startLedger(variables);
  const { store } = running.ledger;
  const read = readerOf(running, await auditorKey(running));
  const scopes = ['dispute:read', 'timeline:read'];
  const ofTenantB = readerOf(running, await auditorKey(running, scopes, 'tenant-b'));
  const revisions = new Map<string, number>();
  const positions: bigint[] = [];
  for (const [disputeId, recordedAt, update] of log) {
    const revision = revisions.get(disputeId) ?? 0;
    revisions.set(disputeId, revision + 1);
    const stream = disputeStream('smartodr', disputeId);
    const event = update === null ? disputeReferenced({ disputeId }) : updateRecorded({ update });
    const made = newEvent(stream, revision, event);
    const recorded = { ...made, metadata: { ...made.metadata, recordedAt } };
    const expected = revision === 0 ? 'no-stream' : BigInt(revision - 1);
    const appended = await store.append(stream, [recorded], expected);
    if (appended.outcome !== 'appended') throw new Error(`The past was not written: ${appended.outcome}.`);
    positions.push(appended.position);
  }
  const head = await store.headPosition();
  await read('/ledger/disputes', { 'ledger-min-position': String(head) });
  return {
    running,
    read,
    ofTenantB,
    dispute: async (query) => bodyOf<Dispute>(await read(`/ledger/disputes/smartodr/A${query}`)),
    positionOf: async (index) => positions.at(index) ?? 0n,
  };
};
