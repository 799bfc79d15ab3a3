import { decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { credentialCodec, credentialStreamPrefix } from '../domain/credential.js';
import {
  type CredentialOwner,
  credentialOwner,
  credentialSentence,
} from '../projections/credential-activity.js';

/**
 * The activity about credentials, as a source for the activity read model. An entry belongs to the tenant of
 * its credential and is found by the id of the credential.
 */
export const credentialActivity = {
  streamPrefix: credentialStreamPrefix,

  ownerOf: (recorded: RecordedEvent): CredentialOwner | null =>
    credentialOwner(decodeRecorded(credentialCodec, recorded)),

  describe: (recorded: RecordedEvent, owner: CredentialOwner) => {
    const event = decodeRecorded(credentialCodec, recorded);
    const { credentialId } = event.data;
    return {
      ...owner,
      credentialId,
      type: event.type,
      summary: credentialSentence(event, owner),
      changes: [],
    };
  },
};

/** Reads an event of a credential. @throws UndecodableEventError when it cannot be read. */
export const checkCredentialEvent = (recorded: RecordedEvent): void => {
  decodeRecorded(credentialCodec, recorded);
};
