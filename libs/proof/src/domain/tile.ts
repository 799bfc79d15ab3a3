/** The height of the subtree that a tile covers (c2sp.org/tlog-tiles). A tile holds its bottom hashes. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;
const MAX_LEVEL = 63;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** How many hashes the tile has: 256, or fewer at the right edge of the tree. */
  readonly width: number;
}

const PATH = /^(0|[1-9]\d?)\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Parses `<level>/<index>[.p/<width>]`, such as `0/x001/x234/067.p/8`; undefined for any other spelling. */
export const parseTilePath = (path: string): Tile | undefined => {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, level, groups = '', last = '', width] = match;
  const index = Number(groups.replaceAll(/[x/]/g, '') + last);
  const tile = { level: Number(level), index, width: Number(width ?? TILE_WIDTH) };
  // Rejects what the pattern still lets through: superfluous groups of zeros, and the width of a full tile.
  return tile.level <= MAX_LEVEL && Number.isSafeInteger(index) && tilePath(tile) === path ? tile : undefined;
};

export const tilePath = ({ level, index, width }: Tile): string => {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const place = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return `${level}/${place}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
};

/** Returns how many hashes the tile has in a tree of that size: 0 if the tree does not reach it. */
export const widthOfTile = ({ level, index }: Omit<Tile, 'width'>, size: number): number => {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.min(Math.max(hashes, 0), TILE_WIDTH);
};
