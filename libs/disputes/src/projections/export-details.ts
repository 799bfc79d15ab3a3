import type { DisputeExported } from '../domain/dispute-exported.js';

/** What was taken away with an export. */
export type ExportDetails = {
  /** The last revision of the dispute in the bundle. */
  readonly revision: string;
  readonly checkpointSize: number;
  /** Null for an export that was recorded before bundles were named in it. */
  readonly bundle: string | null;
  readonly bundleSha256: string;
};

export const exportDetails = ({ data }: DisputeExported): ExportDetails => ({
  revision: String(data.events - 1),
  checkpointSize: data.checkpointSize,
  bundle: data.bundle ?? null,
  bundleSha256: data.bundleSha256,
});
