import { access } from 'node:fs/promises';
import { openEventStore } from '#libs/deployment';
import { dataFiles, readEnvironment } from '#libs/environment';
import {
  copyLog,
  type CopyProgress,
  connectEventStoreDb,
  heldText,
  CopyMismatchError,
  StoreUnavailableError,
} from '#libs/event-store';
import { CommandFailure, EXIT, type OutputOptions, print, UsageError } from '../output.js';

export interface CopyOptions extends OutputOptions {
  readonly to: string;
}

const PROGRESS_MS = 1_000;

/**
 * Copies the log of the data directory to EventStoreDB, and compares both. The ledger must be stopped:
 * nothing may write to either log meanwhile. The source is only read.
 */
export const copy = async ({ to, json = false }: CopyOptions): Promise<void> => {
  const { dataDirectory } = readEnvironment();
  const file = dataFiles(dataDirectory).events;
  await access(file).catch((cause: unknown) => {
    throw new CommandFailure(`There is no log at ${file}.`, { cause });
  });
  const target = await connectEventStoreDb(to).catch((cause: unknown) => {
    throw new UsageError('--to must be a valid esdb:// or esdb+discover:// URL.', { cause });
  });
  const source = await openEventStore({ dataDirectory });
  try {
    const result = await copyLog({ source, target, onProgress: progressTo(process.stderr) });
    const { copied, verified, heldBack = [] } = result;
    const left = heldBack.map((held) => `\nnot copied from there on: ${heldText(held)}`).join('');
    print(result, `Copied ${copied} events; all ${verified} are the same.${left}`, { json });
    if (heldBack.length > 0) process.exitCode = EXIT.failed;
  } catch (error) {
    throw explained(error);
  } finally {
    await source.close();
    await target.close();
  }
};

const explained = (error: unknown): unknown => {
  if (error instanceof CopyMismatchError) return new CommandFailure(error.message, { cause: error });
  if (error instanceof StoreUnavailableError)
    return new CommandFailure(
      'The event store cannot be reached. Run the command again to continue the copy.',
      {
        cause: error,
      },
    );
  return error;
};

/** Writes a line when a phase begins, and then at most one per second. */
const progressTo = (stream: NodeJS.WriteStream): ((progress: CopyProgress) => void) => {
  let phase: string | undefined;
  let shownAt = 0;
  return (progress) => {
    if (progress.phase === phase && performance.now() - shownAt < PROGRESS_MS) return;
    ({ phase } = progress);
    shownAt = performance.now();
    stream.write(`${progress.phase}: ${progress.events} events\n`);
  };
};
