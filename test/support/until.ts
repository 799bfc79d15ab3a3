/** So long that only a condition that never holds reaches it: a busy machine may be many times slower. */
const UNTIL_MS = 300_000;
const POLL_MS = 5;

/** Resolves when the condition holds. @throws Error when it has not held for five minutes. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + UNTIL_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};
