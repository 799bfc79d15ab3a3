import type { StepMistake } from './mistakes.js';

/** What integration engineers get wrong in the moves between states. */
export const mistakesOfMoves: readonly StepMistake[] = [
  {
    mistake: 'the state is spelled in another way',
    state: 'OPENED',
    route: 'advance',
    body: { toStatus: 'INVESTIGATING' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/toState': 'toState is required; the body has "toStatus": is "toState" meant?' },
    },
  },
  {
    mistake: 'the state is in lower case',
    state: 'OPENED',
    route: 'advance',
    body: { toState: 'investigating' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/toState':
          'toState must be one of INVESTIGATING, EVIDENCE_GATHERED, OPERATOR_RESPONDED, ADVERTISER_RESPONDED: is INVESTIGATING meant?',
      },
    },
  },
  {
    mistake: 'the state is one of another system',
    state: 'OPENED',
    route: 'advance',
    body: { toState: 'IN_REVIEW' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/toState':
          'toState must be one of INVESTIGATING, EVIDENCE_GATHERED, OPERATOR_RESPONDED, ADVERTISER_RESPONDED',
      },
    },
  },
  {
    mistake: 'the state has a route of its own',
    state: 'ESCALATED',
    route: 'advance',
    body: { toState: 'RESOLVED' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/toState': 'toState cannot be RESOLVED here: POST /v1/disputes/{id}/resolve leads to it' },
    },
  },
  {
    mistake: 'the state is a number',
    state: 'OPENED',
    route: 'transition',
    body: { toState: 2 },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/toState':
          'toState must be text, one of INVESTIGATING, EVIDENCE_GATHERED, OPERATOR_RESPONDED, ADVERTISER_RESPONDED',
      },
    },
  },
  {
    mistake: 'the state needs a response',
    state: 'EVIDENCE_GATHERED',
    route: 'advance',
    body: { toState: 'OPERATOR_RESPONDED' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/operatorResponse': 'operatorResponse is required when toState is OPERATOR_RESPONDED' },
    },
  },
  {
    mistake: 'the response is of the other side',
    state: 'OPERATOR_RESPONDED',
    route: 'transition',
    body: { toState: 'ADVERTISER_RESPONDED', operatorResponse: { stance: 'ACCEPTED' } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/operatorResponse':
          'operatorResponse contradicts toState ADVERTISER_RESPONDED: it is part of the move to OPERATOR_RESPONDED',
        '/advertiserResponse': 'advertiserResponse is required when toState is ADVERTISER_RESPONDED',
      },
    },
  },
  {
    mistake: 'the response is only its stance',
    state: 'EVIDENCE_GATHERED',
    route: 'advance',
    body: { toState: 'OPERATOR_RESPONDED', operatorResponse: 'ACCEPTED' },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/operatorResponse': 'operatorResponse must be an object, as in {"stance": "PARTIALLY_ACCEPTED"}',
      },
    },
  },
  {
    mistake: 'the evidence is sent when it is gathered',
    state: 'INVESTIGATING',
    route: 'advance',
    body: { toState: 'EVIDENCE_GATHERED', evidenceBundle: { proofPackIds: ['pack-2'] } },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/evidenceBundle':
          'evidenceBundle is not a field of POST /v1/disputes/{id}/advance: it belongs to POST /v1/disputes',
      },
    },
  },
  {
    mistake: 'two actors are named',
    state: 'EVIDENCE_GATHERED',
    route: 'advance',
    body: {
      toState: 'OPERATOR_RESPONDED',
      actor: 'Ann',
      operatorResponse: { stance: 'ACCEPTED', by: 'Otto' },
    },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/operatorResponse/by':
          'operatorResponse.by contradicts actor: both say who acts, so send one of them or the same name in both',
      },
    },
  },
  {
    mistake: 'the notes are a list',
    state: 'OPENED',
    route: 'advance',
    body: { toState: 'INVESTIGATING', notes: ['one', 'two'] },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/notes': 'notes must be text, as in "Two screens were dark."' },
    },
  },
  {
    mistake: 'the notes are a book',
    state: 'OPENED',
    route: 'escalate',
    body: { notes: 'n'.repeat(5001) },
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '/notes': 'notes must have at most 5000 characters' },
    },
  },
  {
    mistake: 'a step is left out',
    state: 'OPENED',
    route: 'advance',
    body: { toState: 'EVIDENCE_GATHERED' },
    answer: {
      status: 409,
      code: 'ILLEGAL_TRANSITION',
      message:
        'The dispute is OPENED and cannot become EVIDENCE_GATHERED: it may become INVESTIGATING, ESCALATED, WITHDRAWN.',
    },
  },
  {
    mistake: 'the move was made before',
    state: 'INVESTIGATING',
    route: 'advance',
    body: { toState: 'INVESTIGATING' },
    answer: {
      status: 409,
      code: 'ILLEGAL_TRANSITION',
      message:
        'The dispute is INVESTIGATING and cannot become INVESTIGATING: it may become EVIDENCE_GATHERED, ESCALATED, WITHDRAWN.',
    },
  },
];
