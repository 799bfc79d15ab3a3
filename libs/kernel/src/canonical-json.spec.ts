import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import type { JsonValue } from './json.js';

const canonicalTextOf = (json: string): string => canonicalJson(JSON.parse(json) as JsonValue);

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2, as its section 3.2.4 does', () => {
    const given = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;

    expect(canonicalTextOf(given)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code unit, as in RFC 8785, section 3.2.3', () => {
    const given = String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;

    expect(canonicalTextOf(given)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\u{1f600}":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it('sorts numeric keys as text, unlike the order in which objects list them', () => {
    expect(canonicalJson({ 2: 'two', 10: 'ten', b: 'b', a: 'a' })).toBe(
      '{"10":"ten","2":"two","a":"a","b":"b"}',
    );
  });

  it('sorts the keys of nested objects and keeps the order of lists', () => {
    expect(canonicalJson({ z: [{ d: 4, c: 3 }, 2, 1], a: { y: {}, x: [] } })).toBe(
      '{"a":{"x":[],"y":{}},"z":[{"c":3,"d":4},2,1]}',
    );
  });

  it('leaves out members without a value', () => {
    expect(canonicalJson({ told: null, untold: undefined })).toBe('{"told":null}');
  });

  it('keeps a member that JSON named __proto__', () => {
    expect(canonicalTextOf('{"__proto__":{"a":1}}')).toBe('{"__proto__":{"a":1}}');
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [999999999999999900000, '999999999999999900000'],
    [1e21, '1e+21'],
    [9.999999999999997e-7, '9.999999999999997e-7'],
    [0.000001, '0.000001'],
    [333333333.33333325, '333333333.33333325'],
    [-0.0000033333333333333333, '-0.0000033333333333333333'],
    [1424953923781206.2, '1424953923781206.2'],
  ])('writes the number %p as RFC 8785, appendix B: %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses the number %p',
    (value) => {
      expect(() => canonicalJson({ amount: value })).toThrow(RangeError);
    },
  );

  it.each([
    ['a high half alone', '\ud83d'],
    ['a low half alone', '\ude00'],
    ['the halves in the wrong order', '\ude00\ud83d'],
    ['a half inside a text', 'a\ud83db'],
  ])('refuses %s of a surrogate pair', (_, text) => {
    expect(() => canonicalJson([text])).toThrow(RangeError);
  });

  it('refuses half of a surrogate pair in a key', () => {
    expect(() => canonicalJson({ '\ud83d': 1 })).toThrow(RangeError);
  });

  it('writes every JSON value as another implementation of RFC 8785 does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalJson(value as JsonValue)).toBe(canonicalize(value));
      }),
    );
  });

  it('parses to the value that it was written from', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const parsed = JSON.parse(JSON.stringify(value)) as JsonValue;

        expect(JSON.parse(canonicalJson(parsed))).toStrictEqual(parsed);
      }),
    );
  });

  it('writes the same text whatever the order of the members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());

        expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      }),
    );
  });
});
