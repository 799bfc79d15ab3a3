import { DamagedRowsError } from './read-store-unavailable-error.js';

/**
 * Returns the value whose JSON a row has.
 *
 * @throws DamagedRowsError when the text is no JSON, which no projection writes.
 */
export const jsonInRow = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DamagedRowsError('a row is not JSON', { cause });
  }
};
