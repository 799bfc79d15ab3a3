import { open } from 'node:fs/promises';
import { openDatabase } from '#libs/sqlite';
import type { Random } from '../../support/random.js';

/** A page of a table or an index. */
export interface TreePage {
  readonly tree: string;
  readonly from: number;
  readonly size: number;
}

/** A bit of a file that is to be turned round. */
export interface Flip {
  readonly tree: string;
  readonly offset: number;
  readonly bit: number;
}

/** Returns the pages of every table and index of a database, and of its schema, by their tree. */
export const treesOf = async (file: string): Promise<ReadonlyMap<string, readonly TreePage[]>> => {
  const database = await openDatabase(file, { synchronous: 'NORMAL' });
  const rows = database.prepare('SELECT name, pgoffset, pgsize FROM dbstat ORDER BY name, pageno').all();
  database.close();
  const trees = new Map<string, TreePage[]>();
  for (const { name, pgoffset, pgsize } of rows) {
    const page = { tree: String(name), from: Number(pgoffset), size: Number(pgsize) };
    trees.set(page.tree, [...(trees.get(page.tree) ?? []), page]);
  }
  return trees;
};

/**
 * Chooses places for flips, each tree in its turn. Empty parts of a page would tell nothing, so a place is one
 * that has something.
 */
export const flipsIn = (
  { content, trees }: { readonly content: Buffer; readonly trees: ReadonlyMap<string, readonly TreePage[]> },
  count: number,
  random: Random,
): readonly Flip[] => {
  const names = [...trees.keys()];
  return Array.from({ length: count }, (_, turn) => {
    const tree = names[turn % names.length] ?? '';
    const pages = trees.get(tree) ?? [];
    const page = pages[random.below(pages.length)];
    if (page === undefined) throw new Error(`${tree} has no page.`);
    let offset: number;
    do offset = page.from + random.below(page.size);
    while (content[offset] === 0);
    return { tree, offset, bit: random.below(8) };
  });
};

/** Turns the bit round in the file. */
export const flip = async (file: string, { offset, bit }: Flip): Promise<void> => {
  const handle = await open(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, offset);
    byte.writeUInt8(byte.readUInt8() ^ (1 << bit));
    await handle.write(byte, 0, 1, offset);
  } finally {
    await handle.close();
  }
};
