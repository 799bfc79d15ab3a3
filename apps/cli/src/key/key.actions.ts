import { resolve } from 'node:path';
import { dataFiles, readEnvironment, readLogSource } from '#libs/environment';
import { SigningKeys } from '#libs/proof';
import { CommandFailure, type OutputOptions, print, UsageError } from '../output.js';

export interface NewKey extends OutputOptions {
  readonly name?: string;
  readonly out?: string;
}

export interface ShowKey extends OutputOptions {
  readonly file?: string;
}

/** A host as in a URL, or the name of a log, which has a path behind its host. */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?<path>(?:\/[A-Za-z0-9._-]+)+)?$/;

export const newKey = async ({ name, out, ...options }: NewKey): Promise<void> => {
  const { publicUrl, signingKeyFile } = readEnvironment();
  const match = NAME.exec(name ?? new URL(publicUrl).hostname);
  if (match === null)
    throw new UsageError('--name must be a host, as in ledger.example, or the whole name of a log.');
  const file = resolve(out ?? signingKeyFile ?? 'signing-key');
  const [given] = match;
  const keys = await SigningKeys.create(
    file,
    match.groups?.['path'] === undefined ? { host: given } : { name: given },
  ).catch(failed);
  printKeys(
    `Wrote ${file}. Keep a copy apart from the log. Its public half is for auditors:`,
    { file, keys },
    options,
  );
};

export const showKey = async ({ file, ...options }: ShowKey): Promise<void> => {
  const { dataDirectory, signingKeyFile } = readLogSource();
  const read = resolve(file ?? signingKeyFile ?? dataFiles(dataDirectory).signingKey);
  printKeys('', { file: read, keys: await SigningKeys.read(read).catch(failed) }, options);
};

const printKeys = (
  text: string,
  { file, keys }: { readonly file: string; readonly keys: SigningKeys },
  options: OutputOptions,
): void => {
  const lines = [text, ...keys.verifierKeyTexts].filter((line) => line !== '');
  print({ file, name: keys.origin, publicKeys: keys.verifierKeyTexts }, lines.join('\n'), options);
};

/** Turns what went wrong with a file into one line for the operator. */
const failed = (error: unknown): never => {
  throw new CommandFailure(error instanceof Error ? error.message : String(error), { cause: error });
};
