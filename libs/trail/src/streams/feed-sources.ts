import { assertLegible, decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { replayCodec, replayStreamPrefix } from '../domain/replay-event.js';
import { restoreStreamPrefix } from '../domain/restore-stream.js';

/** Replays, as a source for the feed of those who see all tenants. */
export const replayFeedSource = {
  streamPrefix: replayStreamPrefix,
  today: (event: RecordedEvent) => replayCodec.encode(decodeRecorded(replayCodec, event)),
};

/** Restores and refused restores of the log, as a source for the same feed. They are shown as they are stored. */
export const restoreFeedSource = {
  streamPrefix: restoreStreamPrefix,
  today: (event: RecordedEvent) => {
    assertLegible(event);
    const { type, data } = event;
    return { type, data };
  },
};
