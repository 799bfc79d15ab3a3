import { openingExample } from '../clients.js';
import type { RequestMistake } from './mistakes.js';

/** What integration engineers get wrong in ids, keys, methods and paths. */
export const mistakesOfRequests: readonly RequestMistake[] = [
  {
    mistake: 'the id is unknown',
    method: 'GET',
    path: '/dispute:00000000-0000-4000-8000-000000000000',
    answer: {
      status: 404,
      code: 'DISPUTE_NOT_FOUND',
      message: 'There is no dispute dispute:00000000-0000-4000-8000-000000000000.',
    },
  },
  {
    mistake: 'the id lacks its prefix',
    method: 'POST',
    path: '/00000000-0000-4000-8000-000000000000/escalate',
    body: {},
    answer: {
      status: 404,
      code: 'DISPUTE_NOT_FOUND',
      message:
        'There is no dispute 00000000-0000-4000-8000-000000000000. An id begins with dispute:, as in the answer to the opening.',
    },
  },
  {
    mistake: 'the key of another organisation is used',
    method: 'POST',
    path: '/{id}/escalate',
    as: 'stranger',
    body: {},
    answer: { status: 404, code: 'DISPUTE_NOT_FOUND', message: 'There is no dispute <id>.' },
  },
  {
    mistake: 'there is no key',
    method: 'POST',
    path: '',
    as: 'nobody',
    body: openingExample,
    answer: {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'Exactly one Authorization header with a Bearer API key is required.',
      headers: { 'www-authenticate': 'Bearer' },
    },
  },
  {
    mistake: 'the key is sent as a password',
    method: 'POST',
    path: '/{id}/advance',
    as: 'basic',
    body: { toState: 'INVESTIGATING' },
    answer: {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'Exactly one Authorization header with a Bearer API key is required.',
      headers: { 'www-authenticate': 'Bearer' },
    },
  },
  {
    mistake: 'the key is only for reading',
    method: 'POST',
    path: '',
    as: 'reader',
    body: openingExample,
    answer: {
      status: 403,
      code: 'SCOPE_MISSING',
      message: 'The API key does not have the scope settlement:write.',
    },
  },
  {
    mistake: 'the key is only for writing',
    method: 'GET',
    path: '/{id}',
    as: 'writer',
    answer: {
      status: 403,
      code: 'SCOPE_MISSING',
      message: 'The API key does not have the scope audit:read.',
    },
  },
  {
    mistake: 'the method is the one of other APIs',
    method: 'PATCH',
    path: '/{id}',
    body: { state: 'INVESTIGATING' },
    answer: {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'This path answers to GET, HEAD only.',
      headers: { allow: 'GET, HEAD' },
    },
  },
  {
    mistake: 'the opening is sent with PUT',
    method: 'PUT',
    path: '',
    body: openingExample,
    answer: {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'This path answers to POST, GET, HEAD only.',
      headers: { allow: 'POST, GET, HEAD' },
    },
  },
  {
    mistake: 'the route does not exist',
    method: 'POST',
    path: '/{id}/close',
    body: {},
    answer: { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this path.' },
  },
];
