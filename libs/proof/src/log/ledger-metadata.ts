import { type EventMetadata, newCommandId } from '#libs/event-store';
import type { Clock } from '#libs/kernel';

/** Of what the ledger records by itself, on nobody's behalf. */
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
