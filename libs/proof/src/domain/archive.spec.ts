import { describe, expect, it } from '@jest/globals';
import { type Files, filesOfTar, folderOfTar, tarOf } from './archive.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const FILES: Files = new Map([
  ['dispute.html', bytesOf('<p>')],
  ['leaves/00000000.json', bytesOf('x'.repeat(512))],
  ['MANIFEST', bytesOf('')],
]);

describe('an archive', () => {
  it.each([
    ['none', ''],
    ['a short one', 'dispute-acme-1-2025-03-01'],
    ['one with dots and underscores', 'dispute-acme_2-1.5-2025-03-01'],
    ['one beyond the field of the name', `dispute-${'t'.repeat(64)}-${'d'.repeat(64)}-2025-03-01`],
  ])('has the same files in a folder as without: %s', (_, folder) => {
    const archive = tarOf(FILES, folder);

    expect(folderOfTar(archive)).toBe(folder);
    expect([...(filesOfTar(archive) ?? [])]).toStrictEqual([...FILES]);
  });

  it.each([
    ['of another file', 'MANIFEST', 'manifest'],
    ['of one file only', 'acme/leaves', 'acmf/leaves'],
    ['with a way out', 'acme/dispute.html', '..me/dispute.html'],
    ['with a folder above', 'acme/', 'ac/e/'],
  ])('cannot be read once a byte %s was changed', (_, from, to) => {
    const bytes = Buffer.from(tarOf(FILES, 'acme')).toString('latin1');
    expect(bytes).toContain(from);

    expect(filesOfTar(Buffer.from(bytes.replace(from, to), 'latin1'))).toBeUndefined();
  });

  it.each(['..', 'a..b', '-a', 'a b', 'a:b', '.a'])('has no folder named %j', (folder) => {
    expect(filesOfTar(tarOf(FILES, folder))).toBeUndefined();
  });
});
