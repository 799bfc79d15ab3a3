import { decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { disputeCodec } from '../domain/dispute-codec.js';
import { exportCodec, exportStream, exportStreamPrefix } from '../domain/dispute-exported.js';
import { disputeStreamPrefix } from '../domain/dispute-stream.js';
import { checkDisputeEvent } from './recorded-dispute-events.js';

/** The events of disputes, as a source for the feed. A tenant's name has no dot, so the first one ends it. */
export const disputeFeedSource = {
  streamPrefix: disputeStreamPrefix,
  tenantPrefix: (tenant: string) => `${disputeStreamPrefix}${tenant}.`,
  isOf: (tenant: string, stream: string) => stream.startsWith(`${disputeStreamPrefix}${tenant}.`),
  today: (event: RecordedEvent) => {
    checkDisputeEvent(event);
    return disputeCodec.encode(decodeRecorded(disputeCodec, event));
  },
};

/** The exports of disputes, as a source for the feed. Each tenant has one stream. */
export const exportFeedSource = {
  streamPrefix: exportStreamPrefix,
  tenantPrefix: exportStream,
  isOf: (tenant: string, stream: string) => stream === exportStream(tenant),
  today: (event: RecordedEvent) => exportCodec.encode(decodeRecorded(exportCodec, event)),
};
