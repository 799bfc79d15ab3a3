import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot, type SourceFile, writtenFiles } from './source-files.js';

/** A place that a document or a comment refers to. */
interface Reference {
  readonly from: string;
  readonly text: string;
  /** Relative to the root of the project. */
  readonly path: string;
  /** The anchor or the text of a heading in that file. */
  readonly heading?: string;
}

const LINK = /\]\(([^)\s#]*)(?:#([^)\s]+))?\)/g;
const MENTION = /\bdocs\/[\w./-]+\.md\b(?:, "([^"]+)")?/g;
const DECISION = /\bdecisions? (\d{4})\b/gi;

/** Names of documents that are not in the repository. */
const ABSENT = /\bseeds? S\d|\bcontracts?: [A-Z]|\bA\d, question \d/g;

const FENCED = /^```[^]*?^```/gm;
const COMMENT = /^[ \t]*\/\*[^]*?\*\/|(?<=^|\s)\/\/ .*$/gm;
/** A line break within a sentence of a comment or of a document. */
const LINE_BREAK = /\s*\n[ \t]*(?:\*(?!\/)|\/\/|#)?[ \t]*/g;

/** Returns the prose of a file: a document without its code blocks, or the comments of code. */
const proseOf = ({ path, text }: SourceFile): string => {
  if (path.endsWith('.md')) return text.replace(FENCED, '').replace(LINE_BREAK, ' ');
  const comments = /\.ya?ml$/.test(path) ? [text] : (text.match(COMMENT) ?? []);
  return comments.map((comment) => comment.replace(LINE_BREAK, ' ')).join('\n');
};

const referencesOf = (file: SourceFile): readonly Reference[] => {
  const prose = proseOf(file);
  const links = file.path.endsWith('.md') ? [...prose.matchAll(LINK)] : [];
  return [
    ...links
      .filter(([, target = '']) => !/^[a-z]+:/.test(target))
      .map(([text, target, anchor]) => {
        const path = target === '' ? file.path : join(dirname(file.path), target ?? '');
        return { from: file.path, text, path, ...(anchor !== undefined && { heading: anchor }) };
      }),
    ...[...prose.matchAll(MENTION)].map(([text, heading]) => {
      const [path = ''] = text.split(',');
      return { from: file.path, text, path, ...(heading !== undefined && { heading }) };
    }),
    ...[...prose.matchAll(DECISION)].map(([text, number = '']) => {
      const name = decisions.find((decision) => decision.startsWith(`docs/decisions/${number}-`));
      return { from: file.path, text, path: name ?? `docs/decisions/${number}-….md` };
    }),
  ];
};

const files = writtenFiles();
const decisions = files.map(({ path }) => path).filter((path) => path.startsWith('docs/decisions/'));

/** Returns the anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (path: string): readonly string[] => {
  const text = readFileSync(join(projectRoot, path), 'utf8').replace(FENCED, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
};

const leadsSomewhere = ({ path, heading }: Reference): boolean =>
  existsSync(join(projectRoot, path)) &&
  (heading === undefined || anchorsOf(path).includes(anchorOf(heading)));

const brokenIn = (file: SourceFile): readonly string[] =>
  referencesOf(file)
    .filter((reference) => !leadsSomewhere(reference))
    .map(({ from, text }) => `${from}: ${text}`);

const absentIn = (file: SourceFile): readonly string[] =>
  [...proseOf(file).matchAll(ABSENT)].map(([text]) => `${file.path}: ${text}`);

describe('what documents and comments refer to', () => {
  it('is looked for in both', () => {
    const references = files.flatMap(referencesOf);

    expect(references).toContainEqual(
      expect.objectContaining({ from: 'README.md', path: 'docs/operations.md' }),
    );
    expect(references).toContainEqual(
      expect.objectContaining({ path: 'docs/vendors/billtrust.md', heading: 'Codes' }),
    );
  });

  it('exists', () => {
    expect(files.flatMap(brokenIn)).toStrictEqual([]);
  });

  it('is in the repository', () => {
    expect(files.flatMap(absentIn)).toStrictEqual([]);
  });
});

describe('a reference that leads nowhere', () => {
  it.each([
    ['a link', 'docs/page.md', 'See [there](nowhere.md).'],
    ['a link to a heading', 'docs/page.md', 'See [there](vendors/billtrust.md#nowhere).'],
    ['a link on its own page', 'docs/vendors/README.md', 'See [below](#nowhere).'],
    ['a document', 'libs/a.ts', '/** Of docs/nowhere.md. */'],
    ['a heading', 'libs/a.ts', 'const a = 1;\t// docs/vendors/billtrust.md, "Nowhere"'],
    [
      'a heading over two lines',
      'libs/a.ts',
      '/**\n * See docs/vendors/billtrust.md,\n * "No\n * where".\n */',
    ],
    ['a decision', 'libs/a.ts', '// As decision 9999 has it.'],
  ])('is found: %s', (_, path, text) => {
    expect(brokenIn({ path, text })).toHaveLength(1);
  });

  it.each([
    ['a link out', 'docs/page.md', 'See [there](https://example.com/a.md).'],
    ['a folder', 'README.md', '[decisions](docs/decisions)'],
    ['a link to a heading', 'docs/page.md', '[codes](vendors/billtrust.md#codes)'],
    ['a heading over two lines', 'libs/a.ts', '/**\n * docs/vendors/smart-odr.md, "Role\n * words".\n */'],
    ['a fence', 'docs/page.md', '```\n[a](nowhere.md)\n```'],
    ['code', 'libs/a.ts', "const page = 'docs/nowhere.md';"],
  ])('is not seen in %s', (_, path, text) => {
    expect(brokenIn({ path, text })).toStrictEqual([]);
  });

  it.each([
    '/** Body of a request (seed S2). */',
    '// (contracts: Billtrust A3)',
    '// As in A1, question 4.',
  ])('is found where its document is not here: %s', (text) => {
    expect(absentIn({ path: 'libs/a.ts', text })).toHaveLength(1);
  });
});
