import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openProofLog } from '#libs/deployment';
import { dataFiles } from '#libs/environment';
import { EmbeddedEventStore, type EventStore, newCommandId } from '#libs/event-store';
import { exportDispute } from '#libs/evidence';
import { runJson } from './processes.js';
import { settings } from './settings.js';
import { fillDispute, TENANT } from './store-figures.js';
import type { Workplace } from './workplace.js';

/** Seconds from the start of the verifier's process to its end, one figure per sample. */
export interface ProofFigures {
  readonly logs: readonly number[];
  readonly bundles: readonly number[];
}

type ProofLog = Awaited<ReturnType<typeof openProofLog>>;

const EVENTS_A_DISPUTE = 10;
const EVENTS_A_CHECKPOINT = 1_000;
const BUNDLED = 'bundled';

export const measureProofs = async (workplace: Workplace): Promise<ProofFigures> => {
  const data = await workplace.directory('proofs');
  const bundle = join(data, 'bundle.tar');
  const { verifyingKeys } = dataFiles(data);
  await writeFile(bundle, await signedLog(data));
  const logs: number[] = [];
  const bundles: number[] = [];
  for (let sample = 0; sample < settings.samples; sample += 1) {
    logs.push(await verification('../../bundles/cli/main.js', ['verify', '--data-dir', data, '--json']));
    bundles.push(await verification('../../verify.mjs', [bundle, '--trust', verifyingKeys, '--json']));
  }
  return { logs, bundles };
};

const verification = async (script: string, args: readonly string[]): Promise<number> => {
  const start = performance.now();
  // Any other verdict has another exit status, on which this throws.
  await runJson(script, args);
  return (performance.now() - start) / 1_000;
};

/**
 * Writes the log, with a checkpoint per thousand events. Resolves with the evidence of its longest dispute.
 */
const signedLog = async (dataDirectory: string): Promise<Uint8Array> => {
  const store = await EmbeddedEventStore.open(dataFiles(dataDirectory).events);
  const proofLog = await openProofLog(
    { dataDirectory, publicUrl: 'http://127.0.0.1', signingKeyFile: undefined },
    store,
  );
  proofLog.start((error) => {
    throw error;
  });
  await fillDispute(store, BUNDLED, settings.bundledEvents);
  const thousands = (settings.logEvents - settings.bundledEvents) / EVENTS_A_CHECKPOINT;
  for (let index = 0; index < thousands; index += 1) await fillThousand(store, proofLog, index);
  const bundle = await exportDispute(
    { store, proofLog },
    { tenant: TENANT, disputeId: BUNDLED, context: { ...exportContext(), tenant: TENANT } },
  );
  await proofLog.stop();
  await store.close();
  if (bundle === undefined) throw new Error('The dispute is not there.');
  return bundle;
};

const fillThousand = async (store: EventStore, proofLog: ProofLog, thousand: number): Promise<void> => {
  const disputes = Array.from(
    { length: EVENTS_A_CHECKPOINT / EVENTS_A_DISPUTE },
    (_, index) => `proven-${thousand}-${index}`,
  );
  const lastIds = await Promise.all(
    disputes.map((disputeId) => fillDispute(store, disputeId, EVENTS_A_DISPUTE)),
  );
  const indexes = await Promise.all(lastIds.map((id) => proofLog.indexOf(id)));
  await proofLog.signer.covering(Math.max(...indexes) + 1);
};

const exportContext = () => ({
  commandId: newCommandId(),
  correlationId: newCommandId(),
  actor: { name: 'bench' },
  credentialId: 'bench',
  holder: 'bench',
  authProfile: 'bench',
  now: new Date().toISOString(),
});
