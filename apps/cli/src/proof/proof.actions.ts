import { writeFile } from 'node:fs/promises';
import {
  type BundleReport,
  bundleReportText,
  CheckpointStream,
  type LogReport,
  logReportText,
  trustedKeys,
  VERIFY_EXIT,
  verifyBundleFile,
  verifyDirectoryLog,
} from '#libs/audit';
import { openEventStore, openLedgerLog } from '#libs/deployment';
import { dataFiles, readEnvironment, SystemClock } from '#libs/environment';
import { newCommandId } from '#libs/event-store';
import { exportDispute } from '#libs/evidence';
import { CommandFailure, type OutputOptions, print, UsageError } from '../output.js';

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
    // What cannot be read is not judged: that is the exit status of usage.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  print(report.report, report.text, options);
  process.exitCode = VERIFY_EXIT[report.report.verdict];
};

export const exportEvidence = async (options: ExportOptions): Promise<void> => {
  const { tenant, dispute, out, since } = options;
  if (since !== undefined && !/^[1-9]\d{0,14}$/.test(since))
    throw new UsageError('--since is a number of events.');
  const environment = readEnvironment();
  const store = await openEventStore(environment);
  try {
    const ledgerLog = await openLedgerLog(environment, store);
    ledgerLog.start((error) => {
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
    const bundle = await exportDispute({ store, ledgerLog }, request).finally(() => ledgerLog.stop());
    if (bundle === undefined) throw new CommandFailure(`There is no dispute ${dispute} of ${tenant}.`);
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
  readonly report: BundleReport | LogReport;
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

const verifyLogOf = async ({ dataDir, trust, checkpoint, json }: VerifyOptions): Promise<Reported> => {
  const dataDirectory = dataDir ?? readEnvironment().dataDirectory;
  const files = dataFiles(dataDirectory);
  const trusted = await Promise.all((trust ?? [files.verifyingKeys]).map(trustedKeys));
  const store = await openEventStore({ dataDirectory });
  try {
    const report = await verifyDirectoryLog({
      store,
      checkpoints: new CheckpointStream(store, new SystemClock()),
      trusted: trusted.flat(),
      notes: [files.checkpoint, ...(checkpoint === undefined ? [] : [checkpoint])],
      onProgress: (events) => {
        if (json !== true && process.stderr.isTTY) process.stderr.write(`\r${events} events`);
      },
    });
    return { report, text: logReportText(report) };
  } finally {
    await store.close();
  }
};

/** On the ledger's own machine its keys are at hand; elsewhere they must be given. */
const keysOfDirectory = async (): Promise<readonly string[]> => {
  const { verifyingKeys } = dataFiles(readEnvironment().dataDirectory);
  return trustedKeys(verifyingKeys).then(
    () => [verifyingKeys],
    () => [],
  );
};
