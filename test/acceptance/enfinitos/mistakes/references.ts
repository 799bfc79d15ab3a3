import type { OpeningMistake } from './mistakes.js';

/** What integration engineers get wrong in the surface, the evidence and the opener of an opening. */
export const mistakesOfReferences: readonly OpeningMistake[] = [
  {
    mistake: 'the campaign is a number',
    edits: { 'affectedSurface.campaignId': 7 },
    details: { '/affectedSurface/campaignId': 'affectedSurface.campaignId must be text, as in "campaign-1"' },
  },
  {
    mistake: 'the campaign is spelled in another way',
    edits: { affectedSurface: { campaignID: 'campaign-7' } },
    details: {
      '/affectedSurface':
        'affectedSurface must name a campaignId, a substrateId or at least one of screenIds; it has "campaignID": is campaignId meant?',
    },
  },
  {
    mistake: 'the surface is a list of screens',
    edits: { affectedSurface: ['screen-1'] },
    details: { '/affectedSurface': 'affectedSurface must be an object, as in {"campaignId": "campaign-1"}' },
  },
  {
    mistake: 'one screen is not in a list',
    edits: { 'affectedSurface.screenIds': 'screen-1' },
    details: {
      '/affectedSurface/screenIds': 'affectedSurface.screenIds must be a list of texts, as in ["screen-1"]',
    },
  },
  {
    mistake: 'a screen is a number',
    edits: { 'affectedSurface.screenIds': ['screen-1', 2] },
    details: { '/affectedSurface/screenIds/1': 'affectedSurface.screenIds[1] must be text' },
  },
  {
    mistake: 'a screen is blank',
    edits: { 'affectedSurface.screenIds': ['screen-1', ' '] },
    details: { '/affectedSurface/screenIds/1': 'affectedSurface.screenIds[1] must not be empty' },
  },
  {
    mistake: 'the substrate is longer than any id',
    edits: { 'affectedSurface.substrateId': 's'.repeat(201) },
    details: {
      '/affectedSurface/substrateId': 'affectedSurface.substrateId must have at most 200 characters',
    },
  },
  {
    mistake: 'there is no evidence',
    edits: { evidenceBundle: undefined },
    details: {
      '/evidenceBundle':
        'evidenceBundle must name at least one of proofPackIds, meteringSnapshotIds and settlementApplicationIds',
    },
    code: 'EVIDENCE_REQUIRED',
  },
  {
    mistake: 'only attachments are sent as evidence',
    edits: { evidenceBundle: { attachmentRefs: ['attachment-1'] } },
    details: {
      '/evidenceBundle':
        'evidenceBundle must name at least one of proofPackIds, meteringSnapshotIds and settlementApplicationIds',
    },
    code: 'EVIDENCE_REQUIRED',
  },
  {
    mistake: 'a proof pack is an object',
    edits: { 'evidenceBundle.proofPackIds': [{ id: 'pack-1' }] },
    details: { '/evidenceBundle/proofPackIds/0': 'evidenceBundle.proofPackIds[0] must be text' },
  },
  {
    mistake: 'the proof packs are separated by commas',
    edits: { 'evidenceBundle.proofPackIds': 'pack-1,pack-2' },
    details: {
      '/evidenceBundle/proofPackIds':
        'evidenceBundle.proofPackIds must be a list of texts, as in ["proof-pack-1"]',
    },
  },
  {
    mistake: 'the metering snapshots are an object',
    edits: { 'evidenceBundle.meteringSnapshotIds': { first: 'snapshot-1' } },
    details: {
      '/evidenceBundle/meteringSnapshotIds':
        'evidenceBundle.meteringSnapshotIds must be a list of texts, as in ["metering-1"]',
    },
  },
  {
    mistake: 'there are more attachments than a list may have',
    edits: { 'evidenceBundle.attachmentRefs': Array.from({ length: 1_001 }, (_, item) => `a-${item}`) },
    details: {
      '/evidenceBundle/attachmentRefs': 'evidenceBundle.attachmentRefs must have at most 1000 items',
    },
  },
  {
    mistake: 'the report is empty',
    edits: { 'evidenceBundle.auditorReportRef': '' },
    details: { '/evidenceBundle/auditorReportRef': 'evidenceBundle.auditorReportRef must not be empty' },
  },
  {
    mistake: 'the bundle is a list of ids',
    edits: { evidenceBundle: ['pack-1'] },
    details: {
      '/evidenceBundle': 'evidenceBundle must be an object, as in {"proofPackIds": ["proof-pack-1"]}',
    },
  },
  {
    mistake: 'the opener is an object',
    edits: { openedBy: { id: 'buyer-dev-7' } },
    details: { '/openedBy': 'openedBy must be text, as in "advertiser-desk"' },
  },
  {
    mistake: 'the opener has a line feed',
    edits: { openedBy: 'buyer\ndev' },
    details: { '/openedBy': 'openedBy must not contain control characters' },
  },
  {
    mistake: 'an actor is sent as for later steps',
    edits: { actor: 'buyer-dev-7' },
    details: {
      '/actor': 'actor is not a field of POST /v1/disputes: it belongs to the later steps of a dispute',
    },
  },
  {
    mistake: 'everything is wrong at once',
    edits: {
      disputedPeriod: undefined,
      affectedSurface: {},
      'claimedShortfall.amount': 5,
      evidenceBundle: { proofPackIds: [] },
    },
    details: {
      '/disputedPeriod': 'disputedPeriod is required',
      '/affectedSurface':
        'affectedSurface must name a campaignId, a substrateId or at least one of screenIds',
      '/claimedShortfall/amount': 'claimedShortfall.amount must be a decimal in quotes, as in "1200.50"',
      '/evidenceBundle':
        'evidenceBundle must name at least one of proofPackIds, meteringSnapshotIds and settlementApplicationIds',
    },
  },
];
