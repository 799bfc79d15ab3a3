import { decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { credentialCodec, credentialStreamPrefix } from '../domain/credential.js';
import {
  type CredentialOwner,
  credentialOwner,
  credentialSentence,
} from '../projections/credential-activity.js';

/** What happened to credentials, for the activity of the tenant that each is for. It is found under the credential. */
export const credentialActivity = {
  streamPrefix: credentialStreamPrefix,

  ownerOf: (recorded: RecordedEvent): CredentialOwner | null =>
    credentialOwner(decodeRecorded(credentialCodec, recorded)),

  tell: (recorded: RecordedEvent, owner: CredentialOwner) => {
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
