/**
 * Sums over an axis that grows without end and may be written out of order, as time is by several processes.
 * Each change is added to one bucket of every size. A sum up to a point is read from at most 31 buckets of
 * each size, however many changes there were.
 */
const RADIX_BITS = 5;
const RADIX = 2 ** RADIX_BITS;

/** The largest buckets are 2^40 wide: 35 years of milliseconds. There may be any number of those. */
const LEVELS = 9;

/** Buckets of one size: `from` is the first, inclusive, `to` the last, exclusive. */
export interface BucketRange {
  readonly level: number;
  readonly from: number;
  readonly to: number;
}

/** Returns the bucket of every size that contains the point. */
export const bucketsOf = (point: number): readonly { readonly level: number; readonly bucket: number }[] =>
  Array.from({ length: LEVELS }, (_, level) => ({ level, bucket: bucketAt(point, level) }));

/** Returns the buckets that together cover every point up to the given one, inclusive, each once. */
export const bucketsUpTo = (point: number): readonly BucketRange[] => {
  const end = point + 1;
  return Array.from({ length: LEVELS }, (_, level) => {
    const to = bucketAt(end, level);
    const isLargest = level === LEVELS - 1;
    return { level, from: isLargest ? 0 : Math.floor(to / RADIX) * RADIX, to };
  });
};

/** Returns how many points each bucket of the size contains. */
export const bucketWidth = (level: number): number => RADIX ** level;

/** Divides, because bit operations would cut the point to 32 bits. */
const bucketAt = (point: number, level: number): number => Math.floor(point / RADIX ** level);
