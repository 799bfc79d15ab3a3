import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limits } from '../limits.js';
import { readJson } from './read-json.js';
import { RequestProblem } from '../request-problem.js';

const problemsOf = (text: string, place?: Parameters<typeof readJson>[1]): unknown => {
  try {
    return { value: readJson(text, place) };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    if (error.fields.length === 0) return error.message;
    return error.fields.map(({ path, message }) => `${path}: ${message}`);
  }
};

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON from outside', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const isRefused = /__proto__|"constructor"|[eE][+-]?\d{2}|\d{16}/.test(text) || !text.isWellFormed();
        fc.pre(!isRefused && !/\\ud[89a-f]/i.test(text));

        expect(readJson(text)).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '',
    'hello',
    '{"a":1 // one\n}',
    '[1,]',
    'NaN',
    '{}{}',
    "{'a':1}",
    '01',
    '\u00a01',
    '\uFEFF{}',
    '"\t"',
  ])('is malformed: %j', (text) => {
    expect(problemsOf(text)).toBe('Malformed JSON body');
  });

  it.each<[string, readonly string[]]>([
    ['{"a":1,"a":1}', ['/a: a is given twice: an object has each name once']],
    ['{"a":1,"\\u0061":2}', ['/a: a is given twice: an object has each name once']],
    ['{"":1,"":2}', ['/: "" is given twice: an object has each name once']],
    ['{"d":{"x":1,"y":{"x":1},"x":{"x":1}}}', ['/d/x: d.x is given twice: an object has each name once']],
    [
      '{"l":[{"a":1},{"b":1,"a":[],"b":2,"b":3}]}',
      Array.from({ length: 2 }, () => '/l/1/b: l[1].b is given twice: an object has each name once'),
    ],
    ['{"a/b":1,"a/b":2}', ['/a~1b: a/b is given twice: an object has each name once']],
    ['{"__proto__":{}}', ['/__proto__: __proto__ has a name that no member may have']],
    ['{"__pr\\u006fto__":1}', ['/__proto__: __proto__ has a name that no member may have']],
    ['[{"b":{"__proto__":1}}]', ['/0/b/__proto__: [0].b.__proto__ has a name that no member may have']],
    [
      '{"constructor":{"prototype":1}}',
      ['/constructor/prototype: constructor.prototype has a name that no member may have'],
    ],
    ['{"a":"\\ud800"}', ['/a: a must not have half of a surrogate pair']],
    ['[["x\\udc00"]]', ['/0/0: [0][0] must not have half of a surrogate pair']],
    ['{"\\udfff":1}', ['/\uFFFD: \uFFFD must not have half of a surrogate pair in its name']],
  ])('is refused, naming the member: %s', (text, problems) => {
    expect(problemsOf(text)).toStrictEqual(problems);
  });

  it.each([
    '{"constructor":"x"}',
    '{"constructor":{"name":"x"}}',
    '{"toString":null}',
    '{"valueOf":{"a":1}}',
  ])('may use names that every object has: %s', (text) => {
    expect(JSON.stringify(readJson(text))).toBe(text);
  });

  it('says that it is too deep, also where the value no longer shows it', () => {
    const tooDeep = [`: The body must have at most ${limits.maxJsonDepth} levels`];

    expect(problemsOf(nested(limits.maxJsonDepth + 1))).toHaveProperty('value');
    for (const text of [
      nested(limits.maxJsonDepth + 2),
      nested(100_000),
      `{"a":${nested(100_000)},"a":1}`,
      `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`,
    ])
      expect(problemsOf(text)).toStrictEqual(tooDeep);
  });

  it('says that it has too many parts, names included', () => {
    const list = (length: number): string => JSON.stringify(Array.from({ length }, () => 0));
    const object = (length: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, 0])));
    const tooMany = [`: The body must have at most ${limits.maxJsonNodes} members and items`];

    expect(problemsOf(list(limits.maxJsonNodes - 1))).toHaveProperty('value');
    expect(problemsOf(object(limits.maxJsonNodes / 2 - 1))).toHaveProperty('value');
    expect(problemsOf(list(limits.maxJsonNodes))).toStrictEqual(tooMany);
    expect(problemsOf(object(limits.maxJsonNodes / 2))).toStrictEqual(tooMany);
  });

  it('leaves the prototype of every object alone', () => {
    problemsOf('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}');

    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('a number', () => {
  it.each([
    '0',
    '-0',
    '1',
    '1.0',
    '1.50',
    '1e0',
    '1E+2',
    '100e-2',
    '-12.5',
    '0.1',
    '0.30000000000000004',
    '123456789012345',
    '1234567890.12345',
    '9007199254740991',
    '-9007199254740991',
    '5e-324',
    '0.000001',
    '1e-7',
    '0.0000000000000000',
    '0e999999',
    '1.7976931348623157e-300',
  ])('is read: %s', (text) => {
    expect(problemsOf(`{"x":${text}}`)).toStrictEqual({ value: { x: Number(text) } });
  });

  it.each([
    ['1E400', 'is too large: a number is at most 1.7976931348623157e308'],
    ['-1e309', 'is too large: a number is at most 1.7976931348623157e308'],
    ['1'.repeat(400), 'is too large: a number is at most 1.7976931348623157e308'],
    ['9007199254740993', 'must be at most 9007199254740991, or text: larger numbers lose digits'],
    ['9007199254740992', 'must be at most 9007199254740991, or text: larger numbers lose digits'],
    ['-9007199254740993', 'must be at most 9007199254740991, or text: larger numbers lose digits'],
    ['1e21', 'must be at most 9007199254740991, or text: larger numbers lose digits'],
    ['9007199254740993.0', 'must be at most 9007199254740991, or text: larger numbers lose digits'],
    ['0.1000000000000000055', 'has more digits than a number keeps: send at most 15, or text'],
    ['1.00000000000000001', 'has more digits than a number keeps: send at most 15, or text'],
    ['1e-400', 'has more digits than a number keeps: send at most 15, or text'],
    ['900719925474099.37', 'has more digits than a number keeps: send at most 15, or text'],
  ])('is refused wherever it is: %s', (text, problem) => {
    expect(problemsOf(text)).toStrictEqual([`: The body ${problem}`]);
    expect(problemsOf(`{"dispute":{"list":[0,{"x":${text}}]}}`)).toStrictEqual([
      `/dispute/list/1/x: dispute.list[1].x ${problem}`,
    ]);
    expect(problemsOf(`[${text}]`, { path: '/dispute', name: 'dispute' })).toStrictEqual([
      `/dispute/0: dispute[0] ${problem}`,
    ]);
  });

  it('never changes by being read', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!Number.isInteger(value) || Number.isSafeInteger(value));

        expect(problemsOf(JSON.stringify(value))).toStrictEqual({ value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });
});

describe('JSON text in a field', () => {
  it.each([
    ['{', '/dispute: dispute must be well-formed JSON'],
    ['{"a":1,"a":2}', '/dispute/a: dispute.a is given twice: an object has each name once'],
    [nested(40), `/dispute: dispute must have at most ${limits.maxJsonDepth} levels`],
  ])('is refused under the name of the field: %s', (text, problem) => {
    expect(problemsOf(text, { path: '/dispute', name: 'dispute' })).toStrictEqual([problem]);
  });
});

/** The same JSON, in a form in which nobody writes it, so that it is scanned. */
const oddly = (text: string): string => ` ${text}`;

describe('JSON as most programs write it', () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '{"a":9007199254740992}',
    '[1e400]',
    '{"__proto__":1}',
    '{"constructor":{"prototype":1}}',
    '["\\ud800"]',
    nested(limits.maxJsonDepth + 3),
    '{"a":'.repeat(40) + '1' + '}'.repeat(40),
  ])('is refused like in any other form: %s', (text) => {
    expect(problemsOf(text)).toStrictEqual(problemsOf(oddly(text)));
    expect(problemsOf(text)).not.toHaveProperty('value');
  });

  it('is read like in any other form', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(problemsOf(text)).toStrictEqual(problemsOf(oddly(text)));
      }),
    );
  });
});
