import fc from 'fast-check';
import { reportExample, updateExample } from '../seeds.js';

/** A request as a broken or hostile client might send it. */
export interface MutatedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const hostileKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '',
];

const hostileTexts = [
  '',
  ' ',
  '\u0000',
  '\r\nX-Injected: 1',
  '\u202e\u2028',
  'x'.repeat(6_000),
  '2025-02-30',
  '9999-12-31',
  '{"a":1}',
  '[[[[',
  '🏛',
  '$where',
  "'; DROP TABLE events; --",
];

const hostileNumbers = [0, -0, -1, 0.1 + 0.2, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, 1e308];

const nested = (depth: number): Json => (depth === 0 ? [] : [nested(depth - 1)]);

const hostileValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, [], {}, nested(40), nested(20)),
  fc.constantFrom<Json>(...hostileTexts),
  fc.constantFrom<Json>(...hostileNumbers),
  fc.dictionary(fc.constantFrom(...hostileKeys), fc.constantFrom<Json>(1, 'x', {}, [null])),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

interface Mutation {
  readonly kind: 'replace' | 'remove' | 'rename' | 'add' | 'repeat';
  /** The index of the member to change, counted over the whole value. */
  readonly place: number;
  readonly key: string;
  readonly value: Json;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'rename', 'add', 'repeat'),
  place: fc.nat({ max: 60 }),
  key: fc.oneof(fc.constantFrom(...hostileKeys), fc.string({ maxLength: 20 })),
  value: hostileValue,
});

const membersOf = (value: Json): number =>
  typeof value !== 'object' || value === null
    ? 1
    : Object.values(value).reduce<number>((sum, member) => sum + membersOf(member), 1);

/** Returns the value with one of its members changed. */
const mutated = (value: Json, change: Mutation, place = change.place % membersOf(value)): Json => {
  if (typeof value !== 'object' || value === null) return place === 0 ? change.value : value;
  let left = place - 1;
  const entries = Object.entries(value).flatMap(([key, member]: [string, Json]): [string, Json][] => {
    const size = membersOf(member);
    const isMeant = left === 0;
    const inside: Json = left > 0 && left < size ? mutated(member, change, left) : member;
    left -= size;
    return isMeant ? changedMember(key, member, change) : [[key, inside]];
  });
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
};

const changedMember = (key: string, member: Json, change: Mutation): [string, Json][] => {
  switch (change.kind) {
    case 'replace':
      return [[key, change.value]];
    case 'remove':
      return [];
    case 'rename':
      return [[change.key, member]];
    case 'add':
      return [
        [key, member],
        [change.key, change.value],
      ];
    case 'repeat':
      return [[key, [member, member]]];
    default:
      return change.kind satisfies never;
  }
};

interface Damage {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly removed: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat({ max: 3_000 }),
  bytes: fc.uint8Array({ maxLength: 4 }),
  removed: fc.nat({ max: 4 }),
});

const damaged = (bytes: Uint8Array, { at, bytes: added, removed }: Damage): Uint8Array => {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  return Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place + removed)]);
};

const body: fc.Arbitrary<Uint8Array> = fc
  .record({
    example: fc.constantFrom(updateExample, reportExample),
    changes: fc.array(mutation, { maxLength: 3 }),
    isText: fc.boolean(),
    damages: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Damage[]>([]) },
      { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
    ),
  })
  .map(({ example, changes, isText, damages }) => {
    const { dispute } = JSON.parse(example) as { dispute: Json };
    const changed = changes.reduce<Json>((value, change) => mutated(value, change), dispute);
    const text = JSON.stringify({ dispute: isText ? JSON.stringify(changed) : changed });
    return damages.reduce<Uint8Array>(damaged, Buffer.from(text));
  });

const often = <Value>(usual: Value, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

/** The characters that Node's client allows in a header. */
const headerText = fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,40}$/);

/** The characters that HTTP allows in a path. With others the request would not be HTTP, and have no path. */
const pathText = fc.stringMatching(/^[\x21-\x7e]{0,30}$/);

const path = fc
  .tuple(
    fc.constantFrom('/update', '/update_arbitration_report'),
    often(
      '',
      fc.oneof(
        fc.constantFrom(
          '/',
          '?',
          '#x',
          '/%',
          '/%2e%2e/ledger',
          '/../ledger/disputes',
          '/%00',
          '/%c0%af',
          '?__proto__=1',
        ),
        fc.tuple(fc.constantFrom('/', '?'), pathText).map(([separator, text]) => separator + text),
      ),
    ),
  )
  .map(([root, rest]) => root + rest);

const headers = (authorization: string): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    {
      authorization: often(
        authorization,
        fc.oneof(
          headerText,
          fc
            .tuple(fc.nat({ max: authorization.length }), headerText)
            .map(([at, text]) => authorization.slice(0, at) + text + authorization.slice(at + 1)),
        ),
      ),
      'content-type': often(
        'application/json',
        fc.oneof(
          headerText,
          fc.constantFrom('application/json;charset=utf-16', 'text/plain', 'application/json, text/html'),
        ),
      ),
      'idempotency-key': fc.oneof(headerText, fc.constantFrom('a', 'b')),
      'if-match': fc.oneof(headerText, fc.constantFrom('*', '"0"', '"1"', '"99999999999999999999"')),
      'x-correlation-id': headerText,
      'content-encoding': fc.constantFrom('gzip', 'identity'),
      'accept-version': headerText,
      'x-http-method-override': fc.constantFrom('GET', 'DELETE'),
      cookie: headerText,
    },
    { requiredKeys: ['authorization', 'content-type'] },
  );

export const mutatedRequest = (authorization: string): fc.Arbitrary<MutatedRequest> =>
  fc.record({
    method: often('POST', fc.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND')),
    path,
    headers: headers(authorization),
    body,
  });
