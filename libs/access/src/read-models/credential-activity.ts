import { decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { credentialCodec, credentialStreamPrefix } from '../domain/credential.js';
import {
  type CredentialOwner,
  credentialOwner,
  credentialSentence,
} from '../projections/credential-activity.js';

/** Describes what happened to credentials, for the activity of each one's tenant. It is found under the credential. */
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
