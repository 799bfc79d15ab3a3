import { describe, expect, it } from '@jest/globals';
import { namesType, preferredType } from './preferred-type.js';
import { RequestProblem } from './request-problem.js';

const TYPES = ['application/json', 'text/csv', 'application/x-ndjson'] as const;

const preferred = (accept?: string): string => {
  try {
    return preferredType({ headers: { ...(accept !== undefined && { accept }) } }, TYPES);
  } catch (error) {
    return error instanceof RequestProblem ? error.code : String(error);
  }
};

describe('the media type that a caller prefers', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['  ', 'application/json'],
    ['*/*', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json;charset="utf-8"', 'application/json'],
    ['APPLICATION/JSON', 'application/json'],
    ['text/csv; header=present; charset=utf-8', 'text/csv'],
    ['text/csv;header="a, b; q=0"', 'text/csv'],
    ['text/*;level=1', 'text/csv'],
    ['application/json;charset=utf-8;q=0.1, text/csv;q=0.9', 'text/csv'],
    ['application/json; q=0, */*', 'text/csv'],
    ['application/json; version=2; q=0, text/csv;q=0, */*;q=0.1', 'application/x-ndjson'],
    ['application/json;q=0', 'not-acceptable'],
    ['application/json;charset=utf-8;q=0.000', 'not-acceptable'],
    ['*/*;q=0', 'not-acceptable'],
    ['text/html', 'not-acceptable'],
    ['application/xml; charset=utf-8', 'not-acceptable'],
  ])('of Accept %j is %s', (accept, type) => {
    expect(preferred(accept)).toBe(type);
  });

  it('is named with parameters, too', () => {
    const headers = { accept: 'text/event-stream, application/json; charset=utf-8' };

    expect(namesType({ headers }, 'application/json')).toBe(true);
    expect(namesType({ headers }, 'text/csv')).toBe(false);
  });
});
