import { Credentials } from '#libs/access';
import { dataFiles, SystemClock } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { documentedHeader, type Institution, newInstitution } from './institution.js';
import { type LedgerProcess, startLedgerProcess } from './ledger-process.js';
import { temporaryDirectory } from './temporary-directory.js';

/** An operator's machine: a data directory, and every process that was started over it. */
export interface LedgerDirectory {
  readonly path: string;
  readonly files: ReturnType<typeof dataFiles>;
  /** Starts a server over the directory and does not wait for it. */
  start(variables?: Record<string, string>): LedgerProcess;
  /** Works on the log from this process, as the command line does beside a server. */
  withStore<Result>(work: (store: EmbeddedEventStore) => Promise<Result>): Promise<Result>;
  withCredentials<Result>(work: (credentials: Credentials) => Promise<Result>): Promise<Result>;
  /** Ends what still runs, and removes the files. */
  dispose(): Promise<void>;
}

export const ledgerDirectory = async (): Promise<LedgerDirectory> => {
  const directory = await temporaryDirectory();
  const files = dataFiles(directory.path);
  const processes: LedgerProcess[] = [];
  let isDisposed = false;
  const withStore: LedgerDirectory['withStore'] = async (work) => {
    const store = await EmbeddedEventStore.open(files.events);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  return {
    path: directory.path,
    files,
    start: (variables) => {
      // A test that ran out of time goes on in the background; it must not leave servers behind.
      if (isDisposed) throw new Error('The data directory is gone.');
      const started = startLedgerProcess(directory.path, variables);
      processes.push(started);
      return started;
    },
    withStore,
    withCredentials: (work) => withStore((store) => work(new Credentials(store, new SystemClock()))),
    dispose: async () => {
      isDisposed = true;
      await Promise.all(processes.filter(({ hasEnded }) => !hasEnded).map((running) => running.kill()));
      await directory.remove();
    },
  };
};

/** Wherever an operator can issue credentials: on one machine, or on a cluster. */
type CredentialIssuer = Pick<LedgerDirectory, 'withCredentials'>;

/** Registers an institution as the operator would. The id of its credential. */
export const issueTo = async (directory: CredentialIssuer, institution: Institution): Promise<string> =>
  directory.withCredentials(async (credentials) => {
    const { credentialId } = await credentials.issueForPublicKey(
      { family: 'smart-odr', tenant: institution.tenant, holder: institution.name, scopes: [] },
      {
        keyId: institution.keyId,
        publicKey: institution.publicKeyPem,
        profile: 'documented',
        emails: [institution.email],
        phones: [institution.phone],
      },
    );
    return credentialId;
  });

/** The `Authorization` header of an institution that is new to this directory. */
export const newAuthorization = async (
  directory: CredentialIssuer,
  institution: Institution = newInstitution('Gotham ODR'),
): Promise<string> => {
  await issueTo(directory, institution);
  return documentedHeader(institution);
};
