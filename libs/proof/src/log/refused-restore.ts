import { type EventStore, newCommandId, type RecordedEvent } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { type LogRestoreRefused, restoreRefusalCodec } from '../domain/log-restore-refused.js';
import { ledgerMetadata } from './ledger-metadata.js';
import { RestoreStream } from './restore-stream.js';

/**
 * Records in the log that stays that a restore over it was refused. Nothing else may use the log meanwhile.
 *
 * @throws StoreUnavailableError when it is not known whether the event was written.
 */
export const recordRefusedRestore = (
  store: EventStore,
  clock: Clock,
  refusal: LogRestoreRefused['data'],
): Promise<RecordedEvent> => {
  const operator = { credentialId: 'command-line', holder: 'operator', authProfile: 'command-line' };
  return new RestoreStream(store).append({
    ...restoreRefusalCodec.encode({ type: 'LogRestoreRefused', data: refusal }),
    id: newCommandId(),
    metadata: { ...ledgerMetadata(clock), ...operator, actor: { name: refusal.by } },
  });
};
