import { describe, expect, it } from '@jest/globals';
import { Placeholders, type Told, valuesIn } from './placeholders.js';

const ID = '2e53854c-e5f7-4556-a44c-bce4c9f3a6ff';
const OTHER_ID = 'f88c07f1-2574-5625-b4ea-582c24da25d2';
const DIGEST = 'a3'.repeat(32);
const HASH = `${'Ab+/'.repeat(10)}xyz=`;

const placeholders = (lasting: readonly string[] = [], local: readonly (readonly [string, string])[] = []) =>
  new Placeholders({ lasting: new Set(lasting), local: new Map(local) });

const replaced = (told: Told): Told => placeholders().replace(told, 'it');

describe('placeholders', () => {
  it.each([
    ['a UUID', `/ledger/proofs/${ID}`, '/ledger/proofs/<uuid 1 of it>'],
    ['a UUID behind a colon', `dispute:${ID}`, 'dispute:<uuid 1 of it>'],
    ['a UUID in capitals', ID.toUpperCase(), '<capitals 1 of it>'],
    ['a digest', `"hash":"${DIGEST}"`, '"hash":"<sha256 1 of it>"'],
    ['a hash of the log', `\n${HASH}\n`, '\n<hash 1 of it>\n'],
    ['a signature', `— ledger ${'A'.repeat(91)}=\n`, '— ledger <signature 1 of it>\n'],
    ['an entity tag', `"${'a-_'.repeat(14)}Z"`, '"<tag 1 of it>"'],
    ['an API key', `Bearer sk_live_${'k'.repeat(43)}`, 'Bearer <key 1 of it>'],
    ['a token', 'keyId="demo-0a1b2c3d|eyJh.eyJi.sig|RS256"', 'keyId="<keyid 1 of it>|<token 1 of it>|RS256"'],
    ['a key', '-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----', '<pem 1 of it>'],
    ['a duration', '{"durationMs":12,"writePauseMs":0.17}', '{"durationMs":"<ms>","writePauseMs":"<ms>"}'],
    ['a duration in words', '9 events replayed in 0.1 s.', '9 events replayed in <seconds> s.'],
    ['the length of a bundle', '{"bytes":49152}', '{"bytes":"<bytes>"}'],
  ])('stand for %s', (_, text, expected) => {
    expect(replaced(text)).toBe(expected);
  });

  it.each([
    ['times', '2025-06-02T09:00:00.010Z and 2025-06-02'],
    ['positions and revisions', '{"position":"12","revision":"3"}'],
    ['cursors', 'PHJtLjE'],
    ['what stands for no event', '0'.repeat(64)],
    ['part of a longer number', `${DIGEST}0`],
    ['hashes of another length', `${HASH}=`],
    ['ids of ours that are words', 'dispute:nowhere, key-1, DMDP-DP-2024-07-649989'],
    ['names that are as long as a tag', '"the-configuration-with-an-unknown-parameter"'],
    ['codes whose number nobody knows', 'D-INV-1001-2E53854C'],
  ])('do not stand for %s', (_, text) => {
    expect(replaced(text)).toBe(text);
  });

  it('are the same wherever the value comes again, and say which answer had it first', () => {
    const all = placeholders();

    expect(all.replace({ [ID]: ID, other: OTHER_ID, n: 1, none: null }, 'one')).toStrictEqual({
      '<uuid 1 of one>': '<uuid 1 of one>',
      other: '<uuid 2 of one>',
      n: 1,
      none: null,
    });
    expect(all.replace(`${OTHER_ID} ${'b4'.repeat(32)}`, 'two')).toBe('<uuid 2 of one> <sha256 1 of two>');
  });

  it('follow a dispute into its code', () => {
    expect(replaced(`${ID} D-INV-1001-2E53854C`)).toBe(
      '<uuid 1 of it> D-INV-1001-<beginning of <uuid 1 of it>>',
    );
  });

  it('leave alone what is the same in every run, and its code', () => {
    expect(placeholders([OTHER_ID]).replace(`${OTHER_ID} D-1-F88C07F1`, 'it')).toBe(
      `${OTHER_ID} D-1-F88C07F1`,
    );
  });

  it('stand for what belongs to the run', () => {
    const local = [['/somewhere/ledger-x1', '<directory>']] as const;

    expect(placeholders([], local).replace('/somewhere/ledger-x1/checkpoint', 'it')).toBe(
      '<directory>/checkpoint',
    );
  });

  it('are looked for in names and values at any depth', () => {
    expect([...valuesIn({ [ID]: [{ a: `x ${DIGEST}` }, null, 7] })]).toStrictEqual([ID, DIGEST]);
  });
});
