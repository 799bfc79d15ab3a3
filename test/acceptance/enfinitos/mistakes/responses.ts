import type { StepMistake } from './mistakes.js';

/** What integration engineers get wrong in the response of either side. */
export const mistakesOfResponses: readonly StepMistake[] = [
  {
    mistake: 'the role is in capitals',
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: { role: 'OPERATOR', stance: 'ACCEPTED' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/role': 'role must be one of operator, advertiser: is operator meant?' },
    },
  },
  {
    mistake: 'the stance is left out',
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: { role: 'operator' },
    answer: { status: 400, code: 'VALIDATION_ERROR', details: { '/stance': 'stance is required' } },
  },
  {
    mistake: 'the stance is true',
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: { role: 'operator', stance: true },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/stance': 'stance must be text, as in "PARTIALLY_ACCEPTED"' },
    },
  },
  {
    mistake: 'the advertiser proposes a remedy',
    state: 'OPERATOR_RESPONDED',
    route: 'respond',
    body: { role: 'advertiser', stance: 'REJECTED', proposedRemedy: { amount: '5.00' } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/proposedRemedy': 'proposedRemedy contradicts role advertiser: only the operator proposes a remedy',
      },
    },
  },
  {
    mistake: 'the remedy is an amount',
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: { role: 'operator', stance: 'ACCEPTED', proposedRemedy: '600.25' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/proposedRemedy': 'proposedRemedy must be an object, as in {"amount": "600.25"}' },
    },
  },
  {
    mistake: "the remedy's amount is a number",
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: { role: 'operator', stance: 'ACCEPTED', proposedRemedy: { amount: 600.25 } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/proposedRemedy/amount': 'proposedRemedy.amount must be a decimal in quotes, as in "1200.50"',
      },
    },
  },
  {
    mistake: "the remedy's window ends before it starts",
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: {
      role: 'operator',
      stance: 'ACCEPTED',
      proposedRemedy: { makegoodWindow: { start: '2027-01-08T00:00:00Z', end: '2027-01-01T00:00:00Z' } },
    },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/proposedRemedy/makegoodWindow/end': 'proposedRemedy.makegoodWindow.end must be after start',
      },
    },
  },
  {
    mistake: 'the advertiser responds before the operator',
    state: 'EVIDENCE_GATHERED',
    route: 'respond',
    body: { role: 'advertiser', stance: 'REJECTED' },
    answer: {
      status: 409,
      code: 'ILLEGAL_TRANSITION',
      message:
        'The dispute is EVIDENCE_GATHERED and cannot become ADVERTISER_RESPONDED: it may become OPERATOR_RESPONDED, ESCALATED, WITHDRAWN.',
    },
  },
];
