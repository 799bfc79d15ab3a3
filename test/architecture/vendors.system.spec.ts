import { partners } from '#libs/partners';
import { describe, expect, it } from '@jest/globals';
import { sourceFiles } from './source-files.js';

const LIST = 'libs/partners/src/partners.ts';

/** Where the `scheme` of a dispute, a word of the ledger's own API, is said. */
const SAYS_SCHEME = /\/libs\/(?:disputes|dispute-linking)\//;

describe('the sources outside the folders of the vendors', () => {
  it.each(partners.map(({ family }) => family.name))('know %s by its line in the list alone', (name) => {
    const word = new RegExp(name.replaceAll('-', '[-_ ]?'), 'i');
    const knowing = sourceFiles()
      .filter(({ path }) => !path.includes(`/libs/partners/src/${name}/`) && !SAYS_SCHEME.test(path))
      // A comment may cite the vendor's document as the source of a rule.
      .filter(({ text }) => word.test(text.replaceAll(`docs/vendors/${name}.md`, '')));

    expect(knowing.map(({ path }) => path.slice(-LIST.length))).toStrictEqual([LIST]);
  });
});
