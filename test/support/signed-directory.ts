import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openProofLog } from '#libs/deployment';
import { type EventStore, Transactor } from '#libs/event-store';
import { eventChain } from '#libs/proof';
import { afterEach, beforeEach } from '@jest/globals';
import { signingKeyText } from '../../libs/proof/src/adapters/signing-key.js';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import { disputeDecider } from '../../libs/disputes/src/domain/dispute-decider.js';
import { contextOf } from '../../libs/event-store/contract/counter.js';
import { type Ended, runLedger } from './command-line.js';
import { recordUpdate } from './disputes.js';
import { type LedgerDirectory, ledgerDirectory } from './ledger-directory.js';

const UPDATES = 3;

/** One more than the updates: an institution's first message also records that it references the dispute. */
export const SIGNED_EVENTS = UPDATES + 1;

/** Its verifying key has a plus in its base64, which a reader that splits at every plus would get wrong. */
const SIGNING_KEY = signingKeyText('ledger.example/ledger', Buffer.alloc(32, 8));

/** A data directory with one dispute, `D-1` of `acme`, whose events are signed. */
export interface SignedDirectory {
  readonly directory: LedgerDirectory;
  /** Where `exportBundle` writes. */
  readonly bundle: string;
  /** Runs the built `ledger` over the directory. */
  ledger(...args: readonly string[]): Promise<Ended>;
  exportBundle(...options: string[]): Promise<Ended>;
}

/** Makes a signed directory before each test of the file, and removes it after the test. */
export const signedDirectory = (): SignedDirectory => {
  let directory: LedgerDirectory;

  beforeEach(async () => {
    directory = await ledgerDirectory();
    await writeFile(directory.files.signingKey, `${SIGNING_KEY}\n`, { mode: 0o600 });
    await writeAndSign(directory);
  });

  afterEach(() => directory.dispose());

  const bundle = (): string => join(directory.path, 'case.tar');
  const ledger = (...args: readonly string[]): Promise<Ended> =>
    runLedger(args, { LEDGER_DATA_DIR: directory.path });
  return {
    get directory() {
      return directory;
    },
    get bundle() {
      return bundle();
    },
    ledger,
    exportBundle: (...options) =>
      ledger('export', '--tenant', 'acme', '--dispute', 'D-1', '--out', bundle(), ...options),
  };
};

/** Writes three updates of `D-1`, and signs a checkpoint over them. */
export const writeAndSign = ({ path, withStore }: LedgerDirectory): Promise<void> =>
  withStore(async (store) => {
    await writeUpdates(store);
    const log = await openProofLog(
      { dataDirectory: path, publicUrl: 'https://ledger.example', signingKeyFile: undefined },
      store,
    );
    await log.signer.checkpoint();
    await log.stop();
  });

/** Writes updates of `D-1`, after the reference to it where there is none yet. */
export const writeUpdates = async (store: EventStore, updates = UPDATES): Promise<void> => {
  const disputes = new Transactor(store, {
    noun: 'dispute',
    decider: disputeDecider,
    codec: disputeCodec,
    chain: eventChain,
  });
  for (let hearing = 1; hearing <= updates; hearing += 1)
    await disputes.transact({
      stream: 'dispute-acme.D-1',
      command: recordUpdate({ disputeId: 'D-1', update: `Hearing ${hearing}` }),
      context: contextOf(),
    });
};
