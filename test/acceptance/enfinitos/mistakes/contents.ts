import { openingExample, openingWith } from '../clients.js';
import type { RequestMistake } from './mistakes.js';

/** What integration engineers get wrong in media types, JSON, headers and filters. */
export const mistakesOfContents: readonly RequestMistake[] = [
  {
    mistake: 'the body is a form',
    method: 'POST',
    path: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'unit=impressions',
    answer: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'The body must be application/json.' },
  },
  {
    mistake: 'the body is text',
    method: 'POST',
    path: '/{id}/escalate',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
    answer: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'The body must be application/json.' },
  },
  {
    mistake: 'the body is a list of disputes',
    method: 'POST',
    path: '',
    body: [openingExample],
    answer: { status: 400, code: 'VALIDATION_ERROR', details: { '': 'The body must be a JSON object' } },
  },
  {
    mistake: 'the body is encoded twice',
    method: 'POST',
    path: '',
    body: JSON.stringify(JSON.stringify(openingExample)),
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { '': 'The body must be a JSON object: is it encoded twice?' },
    },
  },
  {
    mistake: 'the body has a trailing comma',
    method: 'POST',
    path: '/{id}/advance',
    body: '{"toState":"INVESTIGATING",}',
    answer: { status: 400, code: 'INVALID_JSON', details: { '': 'Malformed JSON body' } },
  },
  {
    mistake: 'the body is too large',
    method: 'POST',
    path: '/{id}/escalate',
    body: JSON.stringify({ notes: 'n'.repeat(262_144) }),
    answer: { status: 413, code: 'PAYLOAD_TOO_LARGE', message: 'A body has at most 262144 bytes.' },
  },
  {
    mistake: 'the body is left out',
    method: 'POST',
    path: '',
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        '/disputedPeriod': 'disputedPeriod is required',
        '/affectedSurface': 'affectedSurface is required',
        '/claimedShortfall': 'claimedShortfall is required',
        '/evidenceBundle':
          'evidenceBundle must name at least one of proofPackIds, meteringSnapshotIds and settlementApplicationIds',
      },
    },
  },
  {
    mistake: 'the idempotency key is used for another body',
    method: 'POST',
    path: '',
    headers: { 'idempotency-key': 'key-of-mistakes' },
    first: openingExample,
    body: openingWith({ openedBy: 'somebody else' }),
    answer: {
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'The idempotency key was used before with another request body.',
    },
  },
  {
    mistake: 'the idempotency key is too long',
    method: 'POST',
    path: '',
    headers: { 'idempotency-key': 'k'.repeat(256) },
    body: openingExample,
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { 'Idempotency-Key': 'Idempotency-Key must be 1 to 255 printable characters' },
    },
  },
  {
    mistake: 'another revision is expected',
    method: 'POST',
    path: '/{id}/escalate',
    headers: { 'if-match': '"7"' },
    body: {},
    answer: { status: 412, code: 'PRECONDITION_FAILED', message: 'The dispute is at revision 0, not 7.' },
  },
  {
    mistake: 'the state of the filter is in lower case',
    method: 'GET',
    path: '?state=opened',
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        state:
          'state must be one of OPENED, INVESTIGATING, EVIDENCE_GATHERED, OPERATOR_RESPONDED, ADVERTISER_RESPONDED, ESCALATED, RESOLVED, WITHDRAWN: is OPENED meant?',
      },
    },
  },
  {
    mistake: 'the filter is spelled in another way',
    method: 'GET',
    path: '?status=OPENED',
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: {
        status: 'Unknown parameter status: is state meant? The parameters here are: state, limit, cursor.',
      },
    },
  },
  {
    mistake: 'the limit is too large',
    method: 'GET',
    path: '?limit=1000',
    answer: { status: 400, code: 'VALIDATION_ERROR', details: { limit: 'limit must be at most 200' } },
  },
  {
    mistake: 'the limit is a word',
    method: 'GET',
    path: '?limit=all',
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { limit: 'limit must be a whole number in decimal digits, as in 200' },
    },
  },
  {
    mistake: 'the page is a number',
    method: 'GET',
    path: '?page=2',
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { page: 'Unknown parameter page. The parameters here are: state, limit, cursor.' },
    },
  },
  {
    mistake: 'the cursor is made up',
    method: 'GET',
    path: '?cursor=2',
    answer: {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: { cursor: 'cursor must be the `next` of an earlier answer' },
    },
  },
];
