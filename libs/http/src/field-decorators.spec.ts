import { describe, expect, it } from '@jest/globals';
import { OptionalText } from './field-decorators.js';
import { RequestProblem } from './request-problem.js';
import { validatedQuery } from './validated.js';

class Query {
  @OptionalText(3)
  name?: string | null;
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
    [{ name: ['a', 'b'] }, 'name must be a string'],
    [{ name: '' }, 'name must be longer than or equal to 1 characters'],
    [{ name: 'abcd' }, 'name must be shorter than or equal to 3 characters'],
  ])('%j: %s', (query, message) => {
    expect(messageFor(query)).toBe(message);
  });
});
