import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { signingKey } from '../adapters/signing-key.js';
import { checkpointText, parseCheckpoint } from './checkpoint.js';
import { isIncluded } from './merkle.js';
import { MerkleTree } from './merkle-tree.js';
import { bytesOfBase64, bytesOfHex, hexOf } from './primitives.js';
import { noteText, parseNote, parseVerifierKey, signersOf, verifierKeyText } from './signed-note.js';
import { parseTilePath, type Tile, tilePath, widthOfTile } from './tile.js';
import { parseTlogProof, tlogProofText } from './tlog-proof.js';

interface KnownNote {
  inclusion: { index: number; size: number; leafHash: string }[];
  note: { seedHex: string; vkey: string; checkpoint: string; tlogProofIndex5: string };
}

const known = JSON.parse(readFileSync('test/fixtures/proof/merkle.json', 'utf8')) as KnownNote;

const keyOf = (text: string) => {
  const key = parseVerifierKey(nodePrimitives, text);
  if (key === undefined) throw new Error('not a key');
  return key;
};

const noteOf = (text: string) => {
  const note = parseNote(text);
  if (note === undefined) throw new Error('not a note');
  return note;
};

describe('base64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/'])('reads %p', (text) => {
    expect(nodePrimitives.base64(bytesOfBase64(text) ?? Uint8Array.of(9, 9))).toBe(text);
  });

  it.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'AA=A', '=AAA', '-_-_', 'AA==\n', 'AAAA===='])(
    'has one spelling per value, which %p is not',
    (text) => {
      expect(bytesOfBase64(text)).toBeUndefined();
    },
  );
});

describe('a signed note', () => {
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const note =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

  it('verifies if it is the example of its specification', () => {
    expect(signersOf(nodePrimitives, noteOf(note), [keyOf(vkey)])).toStrictEqual([keyOf(vkey)]);
  });

  it('has no signer once a byte of its text has changed', () => {
    expect(signersOf(nodePrimitives, noteOf(note.replace('an ex', 'am ex')), [keyOf(vkey)])).toStrictEqual(
      [],
    );
  });

  it('has no signer for somebody who does not trust the key', () => {
    expect(signersOf(nodePrimitives, noteOf(note), [keyOf(known.note.vkey)])).toStrictEqual([]);
  });

  it('is verified without regard to signatures by unknown keys', () => {
    const [signature] = noteOf(known.note.checkpoint).signatures;
    const both = noteOf(note);
    const signatures = signature === undefined ? [] : [signature, ...both.signatures];
    expect(signersOf(nodePrimitives, { ...both, signatures }, [keyOf(vkey)])).toHaveLength(1);
  });

  it('is written as it was read', () => {
    expect(noteText(nodePrimitives, noteOf(note))).toBe(note);
    expect(verifierKeyText(nodePrimitives, keyOf(vkey))).toBe(vkey);
  });

  it.each([
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n— a AAAAAAA=\n'],
    ['no last newline', note.slice(0, -1)],
    ['a control character', note.replace('This', 'Th\tis')],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['two spaces', note.replace('— ', '—  ')],
    ['a signature of no bytes', 'text\n\n— a AAAAAA==\n'],
  ])('is refused with %s', (_, text) => {
    expect(parseNote(text)).toBeUndefined();
  });

  it.each([
    ['another id', vkey.replace('530d903a', '530d903b')],
    ['another name', vkey.replace('foo', 'fop')],
    ['another type', vkey.replace('+Ae', '+Ee')],
    ['a shorter key', vkey.slice(0, -4)],
  ])('is not verified with a key that has %s', (_, text) => {
    expect(parseVerifierKey(nodePrimitives, text)).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const key = keyOf(known.note.vkey);
  const signed = noteOf(known.note.checkpoint);

  it('is the known answer, signed by the known key', () => {
    const checkpoint = parseCheckpoint(signed.text);
    expect(checkpoint).toMatchObject({ origin: 'ledger.example/disputes-1', size: 8 });
    expect(checkpoint && checkpointText(nodePrimitives, checkpoint)).toBe(signed.text);
    expect(signersOf(nodePrimitives, signed, [key])).toStrictEqual([key]);
  });

  it('has the known signature, byte for byte, when it is signed with the known seed', () => {
    const seed = bytesOfHex(known.note.seedHex) ?? new Uint8Array();
    const signer = signingKey('ledger.example/disputes-1', seed);
    expect(verifierKeyText(nodePrimitives, signer.verifierKey)).toBe(known.note.vkey);
    const signatures = [signer.sign(signed.text)];
    expect(noteText(nodePrimitives, { text: signed.text, signatures })).toBe(known.note.checkpoint);
  });

  it.each([
    ['a leading zero', 'a\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n'],
    ['no origin', '\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n'],
    ['a short root', 'a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/Rg\n'],
    ['an extension', 'a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nmore\n'],
    ['no last newline', 'a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg='],
    ['a negative size', 'a\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n'],
  ])('is refused with %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});

describe('a tlog-proof', () => {
  const text = known.note.tlogProofIndex5;

  it('is the known answer, and proves the leaf in the signed tree', () => {
    const parsed = parseTlogProof(text);
    expect(parsed && tlogProofText(nodePrimitives, parsed)).toBe(text);
    const leaf = known.inclusion.find(({ index, size }) => index === 5 && size === 8);
    const checkpoint = parseCheckpoint(noteOf(parsed?.checkpoint ?? '').text);
    const claim = { leafHash: bytesOfHex(leaf?.leafHash ?? ''), index: parsed?.index, proof: parsed?.proof };
    expect(isIncluded(nodePrimitives, { ...checkpoint, ...claim } as never)).toBe(true);
  });

  it.each([
    ['another version', text.replace('@v1', '@v2')],
    ['a leading zero in its index', text.replace('index 5', 'index 05')],
    ['no index', text.replace('index 5\n', '')],
    ['a hash that is too short', text.replace('vBoG', 'vBo')],
  ])('is refused with %s', (_, changed) => {
    expect(parseTlogProof(changed)).toBeUndefined();
  });
});

describe('the tiles of a tree', () => {
  it.each<[number, Omit<Tile, 'width'>, number]>([
    [70_000, { level: 0, index: 272 }, 256],
    [70_000, { level: 0, index: 273 }, 112],
    [70_000, { level: 0, index: 274 }, 0],
    [70_000, { level: 1, index: 0 }, 256],
    [70_000, { level: 1, index: 1 }, 17],
    [70_000, { level: 2, index: 0 }, 1],
    [70_000, { level: 3, index: 0 }, 0],
    [256, { level: 0, index: 0 }, 256],
    [256, { level: 1, index: 0 }, 1],
  ])('of %p leaves: tile %p has %p hashes', (size, tile, width) => {
    expect(widthOfTile(tile, size)).toBe(width);
  });

  it.each<[string, Tile]>([
    ['0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['0/273.p/112', { level: 0, index: 273, width: 112 }],
    ['2/000.p/1', { level: 2, index: 0, width: 1 }],
    ['1/x001/000', { level: 1, index: 1000, width: 256 }],
  ])('have paths such as %s', (path, tile) => {
    expect(parseTilePath(path)).toStrictEqual(tile);
    expect(tilePath(tile)).toBe(path);
  });

  it.each([
    '0/67',
    '0/x000/067',
    '00/067',
    '64/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/',
    '../x',
    '0/001/067',
  ])('do not have the path %s', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('hold the hashes of their level, one after the other', () => {
    const tree = new MerkleTree(nodePrimitives);
    for (let index = 0; index < 600; index += 1)
      tree.append(nodePrimitives.sha256(Uint8Array.of(index & 255, index >> 8)));
    const leaves = tree.tile({ level: 0, index: 2, width: 88 });
    expect(leaves).toHaveLength(88 * 32);
    expect(hexOf(leaves?.slice(0, 32) ?? new Uint8Array())).toBe(hexOf(tree.leafHash(512)));
    const upper = tree.tile({ level: 1, index: 0, width: 2 });
    expect(hexOf(upper?.slice(0, 32) ?? new Uint8Array())).toBe(hexOf(tree.root(256)));
    expect(tree.tile({ level: 0, index: 2, width: 89 })).toBeUndefined();
    expect(tree.tile({ level: 0, index: 2, width: 88 }, 599)).toBeUndefined();
    expect(tree.tile({ level: 2, index: 0, width: 1 })).toBeUndefined();
  });
});
