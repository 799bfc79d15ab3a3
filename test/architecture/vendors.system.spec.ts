import { partners } from '#libs/partners';
import { describe, expect, it } from '@jest/globals';
import { sourceFiles } from './source-files.js';

const LIST = 'libs/partners/src/partners.ts';

/** The libraries that may name vendors: they define `scheme`, a field of the ledger's own API. */
const SAYS_SCHEME = /\/libs\/(?:disputes|dispute-linking)\//;

describe('the sources outside the folders of the vendors', () => {
  it.each(partners.map(({ family }) => family.name))('name %s only in its line of the list', (name) => {
    const word = new RegExp(name.replaceAll('-', '[-_ ]?'), 'i');
    const knowing = sourceFiles()
      .filter(({ path }) => !path.includes(`/libs/partners/src/${name}/`) && !SAYS_SCHEME.test(path))
      // A comment may cite the vendor's document as the source of a rule.
      .filter(({ text }) => word.test(text.replaceAll(`docs/vendors/${name}.md`, '')));

    expect(knowing.map(({ path }) => path.slice(-LIST.length))).toStrictEqual([LIST]);
  });
});
