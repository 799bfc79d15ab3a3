import { decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { replayCodec, type ReplayEvent, replayStreamPrefix } from '../domain/replay-event.js';
import { replaySentence } from '../projections/replay-sentence.js';

/** The digest of each table is in the list of replays: here they would outweigh everything else. */
const withoutTables = ({ data }: ReplayEvent): object => ({ ...data, tables: undefined });

/** The activity about replays, which cover all tenants: only keys that are limited to none see it. */
export const replayActivity = {
  streamPrefix: replayStreamPrefix,

  ownerOf: ({ metadata }: RecordedEvent) => ({ tenant: null, holder: metadata.holder }),

  describe: (recorded: RecordedEvent) => {
    const event = decodeRecorded(replayCodec, recorded);
    const { holder, credentialId } = recorded.metadata;
    const described = { type: event.type, summary: replaySentence(event), changes: [] };
    return { tenant: null, holder, credentialId, ...described, details: withoutTables(event) };
  },
};
