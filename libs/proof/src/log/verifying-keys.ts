import { replaceWhole, textIn } from './whole-files.js';

/** Adds the keys to the file. None is ever removed, so that what an old key signed can still be verified. */
export const addVerifyingKeys = async (file: string, keys: readonly string[]): Promise<void> => {
  const known = ((await textIn(file)) ?? '').split('\n').filter((line) => line !== '');
  const added = keys.filter((key) => !known.includes(key));
  if (added.length > 0) await replaceWhole(file, [...known, ...added, ''].join('\n'), 0o644);
};
