import type { StepMistake } from './mistakes.js';

/** What integration engineers get wrong in how a dispute ends. */
export const mistakesOfResolutions: readonly StepMistake[] = [
  {
    mistake: 'the kind is in lower case',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'credit_issued', creditNoteId: 'note-1' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/kind':
          'kind must be one of CREDIT_ISSUED, MAKEGOOD_DELIVERED, SETTLEMENT_ADJUSTMENT, NO_CREDIT, OTHER: is CREDIT_ISSUED meant?',
      },
    },
  },
  {
    mistake: 'the kind is left out',
    state: 'ESCALATED',
    route: 'resolve',
    body: { creditNoteId: 'note-1' },
    answer: { status: 400, code: 'VALIDATION_ERROR', details: { '/kind': 'kind is required' } },
  },
  {
    mistake: 'the credit note is left out',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'CREDIT_ISSUED' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/creditNoteId': 'creditNoteId is required when kind is CREDIT_ISSUED' },
    },
  },
  {
    mistake: 'the credit note is a number',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'CREDIT_ISSUED', creditNoteId: 4711 },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/creditNoteId': 'creditNoteId must be text, as in "credit-note-1"' },
    },
  },
  {
    mistake: 'a credit note is sent although there is no credit',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'NO_CREDIT', creditNoteId: 'note-1' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/creditNoteId': 'creditNoteId contradicts kind NO_CREDIT: it is part of kind CREDIT_ISSUED',
      },
    },
  },
  {
    mistake: 'the makegood campaign is spelled in another way',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'MAKEGOOD_DELIVERED', makeGoodCampaignId: 'campaign-8' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/makegoodCampaignId':
          'makegoodCampaignId is required when kind is MAKEGOOD_DELIVERED; the body has "makeGoodCampaignId": is "makegoodCampaignId" meant?',
      },
    },
  },
  {
    mistake: 'the adjustment is a list',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: [{ operator: -500 }] },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/settlementAdjustment': 'settlementAdjustment must be an object, as in {"operator": -500}',
      },
    },
  },
  {
    mistake: 'the cents are an amount with decimals',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: -5.25 } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/settlementAdjustment/operator':
          'settlementAdjustment.operator must be a whole number of cents, as in -500',
      },
    },
  },
  {
    mistake: 'the cents are text',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: '-525' } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/settlementAdjustment/operator':
          'settlementAdjustment.operator must be a whole number of cents, as in -500',
      },
    },
  },
  {
    mistake: 'one party is written twice',
    state: 'ESCALATED',
    route: 'resolve',
    body: { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: -5, Operator: 5 } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/settlementAdjustment/Operator':
          'settlementAdjustment names one party twice: "operator" and "Operator"',
      },
    },
  },
  {
    mistake: 'nobody has answered yet',
    state: 'INVESTIGATING',
    route: 'resolve',
    body: { kind: 'NO_CREDIT' },
    answer: {
      status: 409,
      code: 'ILLEGAL_TRANSITION',
      message:
        'The dispute is INVESTIGATING and cannot become RESOLVED: it may become EVIDENCE_GATHERED, ESCALATED, WITHDRAWN.',
    },
  },
  {
    mistake: 'the dispute is over',
    state: 'RESOLVED',
    route: 'escalate',
    body: {},
    answer: {
      status: 409,
      code: 'ILLEGAL_TRANSITION',
      message: 'The dispute is RESOLVED and cannot become ESCALATED: it is over.',
    },
  },
  {
    mistake: 'somebody else withdraws',
    state: 'OPENED',
    route: 'withdraw',
    body: {},
    answer: {
      status: 412,
      code: 'ACTOR_MISMATCH',
      message:
        'Only acme-buying-desk, who opened the dispute, may withdraw it; this request acts as developer-1. Name the opener in actor to act for them.',
    },
  },
  {
    mistake: 'a state is sent to the route of one',
    state: 'OPENED',
    route: 'escalate',
    body: { toState: 'ESCALATED' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/toState':
          'toState is not a field of POST /v1/disputes/{id}/escalate: it belongs to POST /v1/disputes/{id}/advance',
      },
    },
  },
];
