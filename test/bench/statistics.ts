export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
};

/** Returns the smallest value that this per cent of the values do not exceed. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? NaN;
};

/** Returns the median with the range, because a single number hides the noise of a shared machine. */
export const summary = (values: readonly number[], digits = 0): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;

/** Returns the median of the ratios pair by pair, so that the machine's drift affects both sides alike. */
export const ratio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, index) => value / (to[index] ?? NaN)));
