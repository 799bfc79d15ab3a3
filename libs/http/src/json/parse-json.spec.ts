import { describe, expect, it } from '@jest/globals';
import { parseJson } from './parse-json.js';
import { limits } from '../limits.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON from outside', () => {
  it.each([
    ['null', null],
    ['0', 0],
    ['""', ''],
    ['[]', []],
    ['{"a":{"b":[1,"x",true,null]}}', { a: { b: [1, 'x', true, null] } }],
    ['"\\ud83c\\udfdb"', '🏛'],
    ['{"prototype":{}}', { prototype: {} }],
    ['{"a":1,"a":2}', { a: 2 }],
  ])('is read: %s', (text, value) => {
    expect(parseJson(text)).toStrictEqual(value);
  });

  it.each(['{"constructor":"x"}', '{"constructor":{"name":"x"}}', '{"toString":null}'])(
    'may use names that every object has: %s',
    (text) => {
      expect(JSON.stringify(parseJson(text))).toBe(text);
    },
  );

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['a comment', '{"a":1 // one\n}'],
    ['a trailing comma', '[1,]'],
    ['a number that JSON does not have', 'NaN'],
    ['two values', '{}{}'],
    ['a __proto__', '{"__proto__":{}}'],
    ['a __proto__ of nothing', '{"__proto__":null}'],
    ['a __proto__ with an escape', '{"__pr\\u006fto__":{"a":1}}'],
    ['a __proto__ deep inside', '{"a":[{"b":{"__proto__":{"a":1}}}]}'],
    ['a constructor.prototype', '{"constructor":{"prototype":{"a":1}}}'],
    ['half of a surrogate pair', '"\\ud800"'],
    ['half of a surrogate pair in a name', '{"\\udfff":1}'],
    ['half of a surrogate pair in a list', '[["x\\udc00"]]'],
  ])('is not read when it has %s', (_, text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it('is not read above the maximum depth', () => {
    expect(parseJson(nested(limits.maxJsonDepth + 1))).toBeDefined();
    expect(parseJson(nested(limits.maxJsonDepth + 2))).toBeUndefined();
    expect(parseJson(nested(100_000))).toBeUndefined();
  });

  it('is not read above the maximum number of parts, names included', () => {
    const list = (length: number): string => JSON.stringify(Array.from({ length }, () => 0));
    const object = (length: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, 0])));

    expect(parseJson(list(limits.maxJsonNodes - 1))).toBeDefined();
    expect(parseJson(list(limits.maxJsonNodes))).toBeUndefined();
    expect(parseJson(object(limits.maxJsonNodes / 2 - 1))).toBeDefined();
    expect(parseJson(object(limits.maxJsonNodes / 2))).toBeUndefined();
  });

  it('leaves the prototype of every object alone', () => {
    parseJson('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}');

    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
