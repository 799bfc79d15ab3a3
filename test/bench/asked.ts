import { median } from './statistics.js';

/** Resolves with the median time of `times` sequential requests, in microseconds. */
export const medianOf = async (
  times: number,
  ask: () => Promise<{ readonly status: number }>,
): Promise<number> => {
  const microseconds: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    const { status } = await ask();
    microseconds.push((performance.now() - start) * 1_000);
    if (status !== 200) throw new Error(`A read was answered with ${status}: the figures mean nothing.`);
  }
  return median(microseconds);
};
