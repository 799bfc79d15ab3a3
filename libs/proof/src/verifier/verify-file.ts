import { readFile } from 'node:fs/promises';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { parseVerifierKey, type VerifierKey } from '../domain/signed-note.js';
import { restoreSentence } from '../domain/restore.js';
import { type BundleReport, verifyBundle } from '../domain/verify-bundle.js';

/** The exit code per verdict. Scripts rely on the numbers; wrong usage and unreadable files are 2, too. */
export const VERIFY_EXIT = { verified: 0, mismatch: 1, incomplete: 2 } as const;

export interface FileToVerify {
  /** The path of the bundle. */
  readonly bundle: string;
  /** Each is a verifying key in its text form, or the path of a file with one key per line. */
  readonly trust: readonly string[];
  /** The path of a signed checkpoint that was kept from an earlier verification. */
  readonly checkpoint?: string;
}

/**
 * Verifies a bundle on disk.
 *
 * @throws Error when a file cannot be read, or an entry of `trust` is neither a key nor a file of keys.
 */
export const verifyBundleFile = async ({ bundle, trust, checkpoint }: FileToVerify): Promise<BundleReport> =>
  verifyBundle(nodePrimitives, {
    archive: await readFile(bundle),
    trusted: (await Promise.all(trust.map(trustedKeys))).flat(),
    ...(checkpoint !== undefined && { kept: await readFile(checkpoint, 'utf8') }),
    decode,
  });

/**
 * Returns the given key, or the keys in the given file.
 *
 * @throws Error when it is neither a key nor a file of keys.
 */
export const trustedKeys = async (keyOrFile: string): Promise<readonly VerifierKey[]> => {
  const given = parseVerifierKey(nodePrimitives, keyOrFile);
  if (given !== undefined) return [given];
  const lines = (await readFile(keyOrFile, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line) => parseVerifierKey(nodePrimitives, line.trim()));
  if (keys.length === 0 || !keys.every((key) => key !== undefined))
    throw new Error(`${keyOrFile} is empty, or has a line that is not a verifying key.`);
  return keys;
};

/** Returns the report as text for people: one line per check, then the problem, and last the verdict. */
export const bundleReportText = ({ verdict, verified, problem, restores = [] }: BundleReport): string =>
  [
    ...verified.map((sentence) => `ok        ${sentence}`),
    ...restores.map((restore) => `restored  ${restoreSentence(restore)}`),
    ...(problem === undefined ? [] : [`${verdict.padEnd(10)}${problem}`]),
    verdict === 'verified' ? 'VERIFIED' : verdict.toUpperCase(),
  ].join('\n');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};
