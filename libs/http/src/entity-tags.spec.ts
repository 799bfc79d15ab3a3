import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { entityTagOf, isKnownToCaller, preconditionsOf } from './entity-tags.js';
import { RequestProblem } from './request-problem.js';

const request = (headers: Readonly<Record<string, string>>) => ({ headers }) as unknown as FastifyRequest;

const ifMatch = (header: string) => preconditionsOf(request({ 'if-match': header }))?.oneOf;
const ifNoneMatch = (header: string) => preconditionsOf(request({ 'if-none-match': header }))?.noneOf;

describe('the preconditions of a request', () => {
  it('are none without a header', () => {
    expect(preconditionsOf(request({}))).toBeUndefined();
  });

  it.each<[string, bigint[]]>([
    ['"0"', [0n]],
    ['"12"', [12n]],
    ['"9223372036854775807"', [9_223_372_036_854_775_807n]],
    ['"0", "1"', [0n, 1n]],
    ['"0","1"', [0n, 1n]],
    [' "0" ,\t"1" ', [0n, 1n]],
    [', "0",, "1",', [0n, 1n]],
    ['"xyz", "3"', [3n]],
    ['"a,b", "3"', [3n]],
  ])('name revisions, one of which has to be the current one: %s', (header, revisions) => {
    expect(ifMatch(header)).toStrictEqual(revisions);
    expect(ifNoneMatch(header)).toStrictEqual(revisions);
  });

  it.each(['"xyz"', '""', '"-1"', '"1.0"', '"01"', '"12345678901234567890"', '"é"'])(
    'name no revision with a tag of another form: %s',
    (header) => {
      expect(ifMatch(header)).toStrictEqual([]);
      expect(ifNoneMatch(header)).toStrictEqual([]);
    },
  );

  it.each<[string, bigint[], bigint[]]>([
    ['W/"0"', [], [0n]],
    ['W/"0", "1"', [1n], [0n, 1n]],
    ['W/"0", W/"x"', [], [0n]],
  ])('compare If-Match strongly and If-None-Match weakly: %s', (header, strong, weak) => {
    expect(ifMatch(header)).toStrictEqual(strong);
    expect(ifNoneMatch(header)).toStrictEqual(weak);
  });

  it('may be of any current state', () => {
    expect(ifMatch('*')).toBe('any');
    expect(ifNoneMatch(' * ')).toBe('any');
  });

  it.each([
    '12',
    '',
    ' ',
    ',',
    '"1',
    '1"',
    '"1" "2"',
    '*, "1"',
    '"1", *',
    'w/"1"',
    'W/ "1"',
    '"a b"',
    '"1"x',
  ])('cannot be read from %j', (header) => {
    for (const name of ['If-Match', 'If-None-Match']) {
      const read = () => preconditionsOf(request({ [name.toLowerCase()]: header }));
      expect(read).toThrow(RequestProblem);
      expect(read).toThrow(`${name} must be * or a list of entity tags, as in "12", "13"`);
    }
  });
});

describe('what a caller has already', () => {
  it.each([
    ['"12"', true],
    ['W/"12"', true],
    ['"11", "12"', true],
    ['W/"x",W/"12"', true],
    ['*', true],
    ['"1"', false],
    ['"112"', false],
    ['W/"1"', false],
  ])('is told by its tag: %s', (header, isKnown) => {
    expect(isKnownToCaller(entityTagOf(12n), request({ 'if-none-match': header }))).toBe(isKnown);
  });

  it('is nothing without a tag', () => {
    expect(isKnownToCaller(entityTagOf(12n), request({}))).toBe(false);
  });
});
