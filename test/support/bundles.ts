import { nodePrimitives } from '#libs/proof';
import { type Files, filesOfTar } from '../../libs/proof/src/domain/archive.js';
import type { VerifierKey } from '../../libs/proof/src/domain/signed-note.js';
import { type BundleReport, verifyBundle } from '../../libs/proof/src/domain/verify-bundle.js';

export const filesOf = (archive: Uint8Array): Map<string, Uint8Array> => {
  const files: Files | undefined = filesOfTar(archive);
  if (files === undefined) throw new Error('not a bundle');
  return new Map(files);
};

export const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the verifier's report, with or without a checkpoint that was kept from an earlier verification. */
export const judge = (archive: Uint8Array, trusted: readonly VerifierKey[], kept?: string): BundleReport =>
  verifyBundle(nodePrimitives, {
    archive,
    trusted,
    ...(kept !== undefined && { kept }),
    decode: (bytes) => {
      try {
        return utf8.decode(bytes);
      } catch {
        return undefined;
      }
    },
  });
