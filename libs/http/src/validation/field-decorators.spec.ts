import { describe, expect, it } from '@jest/globals';
import { OptionalText, QueryNumber } from './field-decorators.js';
import { RequestProblem } from '../request-problem.js';
import { validatedQuery } from './validated.js';

class Query {
  @OptionalText(3)
  name?: string | null;

  @QueryNumber({ min: 1, max: 200 })
  limit?: number;
}

const messageFor = (query: object): string => {
  try {
    validatedQuery(Query, query);
    return 'taken';
  } catch (error) {
    return error instanceof RequestProblem ? error.message : String(error);
  }
};

describe('optional text', () => {
  it.each([
    [{}, 'taken'],
    [{ name: null }, 'taken'],
    [{ name: 'abc' }, 'taken'],
    [{ name: ['a', 'b'] }, 'name must be given once'],
    [{ name: { a: 1 } }, 'name must be text'],
    [{ name: '' }, 'name must not be empty'],
    [{ name: 'abcd' }, 'name must have at most 3 characters'],
  ])('%j: %s', (query, message) => {
    expect(messageFor(query)).toBe(message);
  });
});

describe('a number in a query', () => {
  it.each(['1', '200', '007'])('is read from decimal digits: %s', (limit) => {
    expect(validatedQuery(Query, { limit }).limit).toBe(Number(limit));
  });

  it.each(['0x10', '1e1', '+5', ' 5', '5 ', '5.0', '-1', '', 'ten', '٣', '1_0', 'Infinity', '9'.repeat(16)])(
    'is not read from "%s"',
    (limit) => {
      expect(messageFor({ limit })).toBe('limit must be a whole number in decimal digits, as in 200');
    },
  );

  it.each([
    ['0', 'limit must be at least 1'],
    ['201', 'limit must be at most 200'],
    ['999999999999999', 'limit must be at most 200'],
  ])('has bounds: %s', (limit, message) => {
    expect(messageFor({ limit })).toBe(message);
  });
});
