/**
 * EnfinitOS's own request, with values in place of the document's `<string>` and its one instant
 * (docs/vendors/enfinitos.md, "Values in the example").
 */
export const enfinitosExamples = {
  open: {
    disputedPeriod: { start: '2023-11-07T05:31:56Z', end: '2023-11-08T05:31:56Z' },
    affectedSurface: { campaignId: 'campaign-1', screenIds: ['screen-1'], substrateId: 'substrate-1' },
    claimedShortfall: { unit: 'impressions', amount: '1200.50' },
    openedBy: 'advertiser-desk',
    evidenceBundle: {
      proofPackIds: ['proof-pack-1'],
      meteringSnapshotIds: ['metering-1'],
      settlementApplicationIds: ['settlement-1'],
      attachmentRefs: ['attachment-1'],
      auditorReportRef: 'auditor-report-1',
    },
  },
  investigate: { toState: 'INVESTIGATING' },
  gatherEvidence: { toState: 'EVIDENCE_GATHERED' },
  respondAsOperator: {
    role: 'operator',
    stance: 'PARTIALLY_ACCEPTED',
    notes: 'Two screens were dark.',
    proposedRemedy: {
      amount: '600.25',
      makegoodWindow: { start: '2023-12-01T00:00:00Z', end: '2023-12-08T00:00:00Z' },
    },
  },
  respondAsAdvertiser: { role: 'advertiser', stance: 'ACCEPTED' },
  resolve: { kind: 'CREDIT_ISSUED', creditNoteId: 'credit-note-1' },
} as const;
