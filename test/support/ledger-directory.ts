import { Credentials } from '#libs/access';
import { dataFiles, SystemClock } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { documentedHeader, type Institution, newInstitution } from './institution.js';
import { type LedgerProcess, startLedgerProcess } from './ledger-process.js';
import { temporaryDirectory } from './temporary-directory.js';

/** An operator's machine: a data directory, and the processes that were started over it. */
export interface LedgerDirectory {
  readonly path: string;
  readonly files: ReturnType<typeof dataFiles>;
  /** Starts a server over the directory and does not wait for it. */
  start(variables?: Record<string, string>): LedgerProcess;
  /** Opens the log in this process, as the command line does beside a server, for the work. */
  withStore<Result>(work: (store: EmbeddedEventStore) => Promise<Result>): Promise<Result>;
  withCredentials<Result>(work: (credentials: Credentials) => Promise<Result>): Promise<Result>;
  /** Kills the processes that still run, and removes the files. */
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
      // A test that timed out continues in the background, and must not leave servers behind.
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

/** A place where an operator can issue credentials: one machine, or a cluster. */
type CredentialIssuer = Pick<LedgerDirectory, 'withCredentials'>;

/** Registers an institution as the operator would. Resolves with the id of its credential. */
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

/** Registers an institution. Resolves with an `Authorization` header that it signed. */
export const newAuthorization = async (
  directory: CredentialIssuer,
  institution: Institution = newInstitution('Gotham ODR'),
): Promise<string> => {
  await issueTo(directory, institution);
  return documentedHeader(institution);
};
