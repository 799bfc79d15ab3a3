import { hash } from 'node:crypto';
import { type BundledEvent, bundleNameOf, bundleOf, type ProofLog, nodePrimitives } from '#libs/proof';
import { type DisputeTimeline, timelineOf } from '#libs/disputes';
import { type CommandContext, type EventStore, isStoresOwn, type RecordedEvent } from '#libs/event-store';
import { disputePage } from './page/dispute-page.js';
import { codeVersion, verifierSource } from './package-files.js';
import { recordExport } from './record-export.js';

export interface ExportRequest {
  readonly tenant: string;
  readonly disputeId: string;
  /** The size of a checkpoint that the auditor kept. The bundle then proves that the log grew from it. */
  readonly since?: number;
  readonly context: CommandContext & { readonly tenant: string };
}

/** Returns the name under which the bundle is downloaded. The one folder in it has this name without `.tar`. */
export const bundleFileOf = ({ tenant, disputeId, context }: ExportRequest): string =>
  `${bundleNameOf({ tenant, disputeId, exportedAt: context.now })}.tar`;

/** What an export is made from. */
export interface ExportSources {
  readonly store: EventStore;
  readonly proofLog: ProofLog;
}

/** A kept checkpoint over more events than the log has: it is not one of this log. */
export class UnknownSizeError extends RangeError {}

/**
 * Returns the bundle of one dispute (docs/proof.md, "The bytes"), or undefined if there is no such dispute.
 * The export, who asked for it and the bundle's SHA-256 are recorded before the bundle is returned.
 *
 * @throws NoSigningKeyError in a process without a signing key.
 * @throws StreamHeldError when the dispute cannot be read, and no operator has decided to pass that over.
 * @throws UnknownSizeError when `since` is larger than the log.
 * @throws InDoubtError while the log is in doubt.
 * @throws StoreUnavailableError when the dispute's last event cannot be covered by a signed checkpoint now,
 * or the export cannot be recorded.
 */
export const exportDispute = async (
  sources: ExportSources,
  request: ExportRequest,
): Promise<Uint8Array | undefined> => {
  const { store, proofLog } = sources;
  proofLog.signer.assertHasKey();
  proofLog.standing.assertSound();
  const dispute = await timelineOf(store, request);
  const last = dispute?.events.at(-1);
  if (dispute === undefined || last === undefined) return undefined;
  const { since = 0 } = request;
  const lastLeaf = dispute.events.findLast((event) => !isStoresOwn(event)) ?? last;
  const covered = Math.max((await proofLog.indexOf(lastLeaf.id)) + 1, since);
  await assertReached(proofLog, covered);
  const checkpoint = await proofLog.signer.covering(covered);
  const bundled = await bundledEvents(proofLog, dispute.events, checkpoint.size);
  const { tree } = proofLog.events;
  const hasGrowth = since > 0 && since < checkpoint.size;
  const bundle = bundleOf(
    nodePrimitives,
    {
      about: { ...(await aboutOf(request, last.stream, bundled.length)), ...passedOverOf(dispute) },
      events: bundled,
      restores: bundledRestores(proofLog, checkpoint.size),
      checkpoint: checkpoint.note,
      keys: proofLog.keys.verifierKeyTexts,
      consistency: hasGrowth
        ? { from: since, proof: tree.consistencyProof(since, checkpoint.size) }
        : undefined,
      page: pageOf(request, dispute, checkpoint.note),
      verifier: await verifierSource(),
    },
    (text) => proofLog.keys.signedText(text),
  );
  const exported = {
    disputeId: request.disputeId,
    events: bundled.length,
    checkpointSize: checkpoint.size,
    bundleSha256: hash('sha256', bundle, 'hex'),
    bundle: bundleFileOf(request),
  };
  await recordExport(store, exported, request.context);
  return bundle;
};

/** @throws UnknownSizeError when the proof log never had that many events. */
const assertReached = async (proofLog: ProofLog, covered: number): Promise<void> => {
  if (covered <= proofLog.events.tree.size) return;
  const size = await proofLog.currentSize();
  if (covered > size) throw new UnknownSizeError(`must be at most ${size}, the events of the proof log`);
};

const bundledEvents = async (
  proofLog: ProofLog,
  events: readonly RecordedEvent[],
  size: number,
): Promise<BundledEvent[]> => {
  const bundled: BundledEvent[] = [];
  // What the store itself has put into the stream is no leaf: `about.json` says that it was passed over.
  for (const event of events.filter((each) => !isStoresOwn(each))) {
    const index = await proofLog.indexOf(event.id);
    bundled.push({ ...event, index, proof: proofLog.events.tree.inclusionProof(index, size) });
  }
  return bundled;
};

/** Returns every restore of the log, the oldest first, as each is a leaf of the present origin. */
const bundledRestores = (proofLog: ProofLog, size: number): BundledEvent[] =>
  proofLog.events.restoreEvents.map(({ index, event }) => ({
    ...event,
    index,
    proof: proofLog.events.tree.inclusionProof(index, size),
  }));

const aboutOf = async ({ tenant, disputeId, context }: ExportRequest, stream: string, events: number) => ({
  tenant,
  disputeId,
  stream,
  events,
  codeVersion: await codeVersion(),
  exportedAt: context.now,
  exportedFor: context.holder,
});

/** Returns the events that an operator decided to pass over, for `about.json`; nothing if there are none. */
const passedOverOf = ({ view }: DisputeTimeline) => {
  const { passedOver = [] } = view;
  return passedOver.length === 0 ? {} : { passedOver: passedOver.map((each) => ({ ...each })) };
};

const pageOf = (request: ExportRequest, dispute: DisputeTimeline, checkpoint: string): string =>
  disputePage({
    dispute,
    exportedAt: request.context.now,
    exportedFor: request.context.holder,
    checkpoint,
    bundle: bundleFileOf(request),
  });
