import type { RecordedEvent } from '#libs/event-store';
import { eventAnswer } from './ledger-api.translate.js';

/**
 * Returns the event in the JSON format of CloudEvents 1.0. `source` and `id` together are unique; the names
 * of extensions have lower-case letters and digits only.
 */
export const cloudEvent = (event: RecordedEvent, mayExport: boolean) => {
  const answer = eventAnswer(event, mayExport);
  const { id, stream, revision, position, type, data } = answer;
  // What another tool wrote may have none of it.
  const metadata: Partial<typeof answer.metadata> = answer.metadata;
  return {
    specversion: '1.0',
    id,
    source: `urn:dispute-ledger:${encodeURIComponent(stream)}`,
    type: `dispute-ledger.${type}`,
    subject: stream,
    time: metadata.recordedAt,
    datacontenttype: 'application/json',
    data,
    position,
    revision,
    ...(metadata.tenant !== null && { tenant: metadata.tenant }),
    actor: metadata.actor?.name,
    holder: metadata.holder,
    credentialid: metadata.credentialId,
    correlationid: metadata.$correlationId,
    causationid: metadata.$causationId,
    ...(answer.heldBack !== undefined && { heldback: answer.heldBack.reason }),
    ...(answer.passedOver !== undefined && { passedover: answer.passedOver.reason }),
  };
};
