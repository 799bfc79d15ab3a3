import { type EventMetadata, newCommandId } from '#libs/event-store';
import type { Clock } from '#libs/kernel';

/** Returns the metadata of an event that the ledger records of its own accord, for no tenant. */
export const ledgerMetadata = (clock: Clock): EventMetadata => {
  const commandId = newCommandId();
  return {
    $correlationId: commandId,
    $causationId: commandId,
    commandId,
    tenant: null,
    actor: { name: 'ledger' },
    credentialId: 'ledger',
    holder: 'ledger',
    authProfile: 'system',
    recordedAt: clock.now().toISOString(),
  };
};
