import type { Mistake } from './mistakes.js';

/** What is wrong with the request itself. */
export const requestMistakes: readonly Mistake[] = [
  {
    name: 'no key',
    line: 'GET /resolutions',
    headers: { 'x-billtrust-api-key': '' },
    status: 403,
    errors: ['The API key is not valid for this tenant.'],
  },
  {
    name: 'a resolution that does not exist',
    line: 'GET /resolutions/by-code/NOPE',
    status: 404,
    errors: ['There is no such resolution.'],
  },
  {
    name: 'a reason by a long id',
    line: `GET /reasons/${'x'.repeat(90)}`,
    status: 404,
    errors: ['There is no such reason.'],
  },
  {
    name: 'a dispute by its code',
    line: 'GET /disputes/D-INV-789-01',
    status: 404,
    errors: ['There is no such dispute.'],
  },
  {
    name: 'a sub-route that does not exist',
    line: 'GET /resolutions/code/DISPVALID',
    status: 404,
    errors: ['There is nothing at this path.'],
  },
  {
    name: 'another method',
    line: 'PATCH /resolutions',
    body: {},
    status: 405,
    errors: ['This path answers to GET, HEAD, POST only.'],
    answered: { allow: 'GET, HEAD, POST' },
  },
  {
    name: 'a form',
    line: 'POST /categories',
    body: 'code=SHIPPING',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    errors: ['The body must be application/json.'],
  },
  {
    name: 'a body too large',
    line: 'POST /reasons',
    body: { description: 'x'.repeat(262_144) },
    status: 413,
    errors: ['A body has at most 262144 bytes.'],
  },
  {
    name: 'a linked resolution',
    line: 'DELETE /resolutions/by-code/linked',
    status: 409,
    errors: ['Resolution LINKED is linked to 1 dispute(s). Reassign them before deleting.'],
  },
  {
    name: 'a category with reasons',
    line: 'DELETE /categories/:category',
    status: 409,
    errors: ['Category SHIPPING has 2 reason(s). Delete them or move them before deleting.'],
  },
  {
    name: 'a closed dispute is cancelled',
    line: 'POST /disputes/:closed/cancel',
    status: 409,
    errors: ['The dispute is closed already.'],
  },
  {
    name: 'a language that is none',
    line: 'PUT /categories/:category',
    body: { description: 'x' },
    headers: { 'content-language': 'de, en' },
    status: 400,
    errors: ['Content-Language must be one language tag, as in de or pt-BR'],
  },
  {
    name: 'a state of before',
    line: 'PUT /resolutions/:resolution',
    body: { active: false },
    headers: { 'if-match': '"0"' },
    status: 412,
    errors: ['The resolution is at revision 2, not 0.'],
  },
  {
    name: 'an unknown parameter',
    line: 'GET /reasons?active=true',
    status: 400,
    errors: ['Unknown parameter active. The parameters here are: Visibility.'],
  },
];
