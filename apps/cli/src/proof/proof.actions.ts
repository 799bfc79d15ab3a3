import { writeFile } from 'node:fs/promises';
import {
  type BundleReport,
  bundleReportText,
  CheckpointNotes,
  CheckpointStream,
  GuardedEventStore,
  logReportText,
  type SignedLogReport,
  SigningKeys,
  trustedKeys,
  VERIFY_EXIT,
  verifyBundleFile,
  verifyDirectoryLog,
  verifyStoredLog,
} from '#libs/proof';
import { heldInLog, heldReader, openEventStore, openProofLog, provenStreamPrefixes } from '#libs/deployment';
import {
  dataFiles,
  type LogSource,
  readEnvironment,
  readLogSource,
  rejectUnfinishedRestore,
  SystemClock,
} from '#libs/environment';
import { connectEventStoreDb, type EventStore, type HeldStream, newCommandId } from '#libs/event-store';
import { exportDispute, UnknownSizeError } from '#libs/evidence';
import { CommandFailure, EXIT, type OutputOptions, print, UsageError } from '../output.js';

export interface VerifyOptions extends OutputOptions {
  readonly dataDir?: string;
  readonly bundle?: string;
  readonly trust?: readonly string[];
  readonly checkpoint?: string;
}

export interface ExportOptions extends OutputOptions {
  readonly tenant: string;
  readonly dispute: string;
  readonly out: string;
  readonly since?: string;
}

export const verify = async (options: VerifyOptions): Promise<void> => {
  if (options.bundle !== undefined && options.dataDir !== undefined)
    throw new UsageError('Give --bundle or --data-dir, not both.');
  const report = await (
    options.bundle === undefined ? verifyLogOf(options) : verifyBundleOf(options.bundle, options)
  ).catch((error: unknown) => {
    // A log or a file that cannot be read gets no verdict, and the exit code of wrong usage.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  print(report.report, report.text, options);
  process.exitCode = report.isHeld === true ? EXIT.failed : VERIFY_EXIT[report.report.verdict];
};

export const exportEvidence = async (options: ExportOptions): Promise<void> => {
  const { tenant, dispute, out, since } = options;
  if (since !== undefined && !/^[1-9]\d{0,14}$/.test(since))
    throw new UsageError('--since must be a number of events.');
  const environment = readEnvironment();
  const store = await openEventStore(environment);
  try {
    const proofLog = await openProofLog(environment, store);
    proofLog.start((error) => {
      process.stderr.write(`${String(error)}\n`);
    });
    const context = {
      commandId: newCommandId(),
      correlationId: newCommandId(),
      tenant,
      actor: { name: 'operator' },
      credentialId: 'command-line',
      holder: 'operator',
      authProfile: 'command-line',
      now: new SystemClock().now().toISOString(),
    };
    const request = {
      tenant,
      disputeId: dispute,
      context,
      ...(since !== undefined && { since: Number(since) }),
    };
    const guarded = new GuardedEventStore(store, proofLog.standing);
    const bundle = await proofLog
      .untilRead()
      .then(() => exportDispute({ store: guarded, proofLog }, request))
      .catch((error: unknown) => {
        throw error instanceof UnknownSizeError ? new UsageError(`--since ${error.message}.`) : error;
      })
      .finally(() => proofLog.stop());
    if (bundle === undefined) throw new CommandFailure(`Tenant ${tenant} has no dispute ${dispute}.`);
    await writeFile(out, bundle, { flag: 'wx', mode: 0o600 });
    print(
      { file: out, bytes: bundle.length },
      `Wrote ${out}. Check it with: ledger verify --bundle ${out}`,
      options,
    );
  } finally {
    await store.close();
  }
};

interface Reported {
  readonly report: BundleReport | SignedLogReport;
  /** What cannot be read and nobody has decided about. */
  readonly isHeld?: boolean;
  readonly text: string;
}

const verifyBundleOf = async (bundle: string, { trust, checkpoint }: VerifyOptions): Promise<Reported> => {
  const report = await verifyBundleFile({
    bundle,
    trust: trust ?? (await keysOfDirectory()),
    ...(checkpoint !== undefined && { checkpoint }),
  });
  return { report, text: bundleReportText(report) };
};

const verifyLogOf = (options: VerifyOptions): Promise<Reported> => {
  const source = readLogSource();
  return options.dataDir === undefined && source.eventStoreUrl !== undefined
    ? verifyServersLog(options, { ...source, eventStoreUrl: source.eventStoreUrl })
    : verifyFilesLog(options, options.dataDir ?? source.dataDirectory);
};

const isUndecided = ({ accepted }: HeldStream): boolean => accepted === undefined;

/** Adds to the report of a log what cannot be read in streams that are no part of the proof log. */
const withAllHeld = async (store: EventStore, report: SignedLogReport): Promise<Reported> => {
  const heldBack = [...(report.heldBack ?? [])];
  const isOther = (prefix: string): boolean => !provenStreamPrefixes.includes(prefix);
  for await (const { held } of heldInLog(store, isOther)) heldBack.push(held);
  const whole = heldBack.length === 0 ? report : { ...report, heldBack };
  return { report: whole, text: logReportText(whole), isHeld: heldBack.some(isUndecided) };
};

const verifyFilesLog = async (options: VerifyOptions, dataDirectory: string): Promise<Reported> => {
  const { trust, checkpoint } = options;
  const files = dataFiles(dataDirectory);
  rejectUnfinishedRestore(dataDirectory);
  const trusted = await Promise.all((trust ?? [files.verifyingKeys]).map(trustedKeys));
  const store = await openEventStore({ dataDirectory });
  try {
    const report = await verifyDirectoryLog({
      store,
      streamPrefixes: provenStreamPrefixes,
      heldBy: await heldReader(store),
      checkpoints: new CheckpointStream(store, new SystemClock()),
      trusted: trusted.flat(),
      notes: [files.checkpoint, ...(checkpoint === undefined ? [] : [checkpoint])],
      onProgress: progressOf(options),
    });
    return await withAllHeld(store, report);
  } finally {
    await store.close();
  }
};

const verifyServersLog = async (
  options: VerifyOptions,
  { eventStoreUrl, signingKeyFile }: LogSource & { readonly eventStoreUrl: string },
): Promise<Reported> => {
  const { trust, checkpoint } = options;
  if (trust === undefined && signingKeyFile === undefined)
    throw new UsageError('Pass the verifying keys of the log with --trust, or set LEDGER_SIGNING_KEY_FILE.');
  const trusted =
    trust === undefined && signingKeyFile !== undefined
      ? (await SigningKeys.read(signingKeyFile)).verifierKeys
      : (await Promise.all((trust ?? []).map(trustedKeys))).flat();
  const store = await connectEventStoreDb(eventStoreUrl);
  const clock = new SystemClock();
  try {
    const report = await verifyStoredLog({
      store,
      streamPrefixes: provenStreamPrefixes,
      heldBy: await heldReader(store),
      checkpoints: new CheckpointStream(store, clock),
      notes: new CheckpointNotes(store, clock),
      trusted,
      kept: checkpoint,
      onProgress: progressOf(options),
    });
    return await withAllHeld(store, report);
  } finally {
    await store.close();
  }
};

const progressOf =
  ({ json }: VerifyOptions) =>
  (events: number): void => {
    if (json !== true && process.stderr.isTTY) process.stderr.write(`\r${events} events`);
  };

/** Returns the file of verifying keys in the data directory, if there is one. Elsewhere --trust is needed. */
const keysOfDirectory = async (): Promise<readonly string[]> => {
  const { verifyingKeys } = dataFiles(readLogSource().dataDirectory);
  return trustedKeys(verifyingKeys).then(
    () => [verifyingKeys],
    () => [],
  );
};
