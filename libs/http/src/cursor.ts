import { RequestProblem } from './request-problem.js';

/** Where a page ended, as text that promises nothing about what is in it. */
export const cursorOf = (place: number | bigint | null): string | null =>
  place === null ? null : Buffer.from(String(place)).toString('base64url');

/** @throws RequestProblem for a cursor that this API did not give out. */
export const placeOf = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = 'cursor must be the `next` of an earlier answer';
  throw new RequestProblem('invalid-request', message, { fields: [{ path: 'cursor', message }] });
};
