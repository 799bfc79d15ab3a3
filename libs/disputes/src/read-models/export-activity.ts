import type { RecordedEvent } from '#libs/event-store';
import { exportStreamPrefix } from '../domain/dispute-exported.js';
import { exportDetails } from '../projections/export-details.js';
import { exportSentence } from '../projections/export-entry.js';
import { recordedExport } from '../streams/recorded-exports.js';

/** The activity about exports: who took the evidence of which dispute away, as its tenant sees it. */
export const exportActivity = {
  streamPrefix: exportStreamPrefix,

  ownerOf: ({ stream, metadata }: RecordedEvent) => ({
    tenant: stream.slice(exportStreamPrefix.length),
    holder: metadata.holder,
  }),

  describe: (recorded: RecordedEvent) => {
    const { tenant, disputeId, holder, credentialId, exported } = recordedExport(recorded);
    const described = { type: exported.type, summary: exportSentence(exported), changes: [] };
    return { tenant, disputeId, holder, credentialId, ...described, details: exportDetails(exported) };
  },
};
