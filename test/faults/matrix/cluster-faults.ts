import { SigningKeys, trustedKeys } from '#libs/proof';
import { clusterIn, type Deployment } from '../../support/deployments.js';
import type { TestEventStore } from '../../support/eventstoredb/test-event-store.js';
import type { PostgresServer } from '../../support/postgres.js';
import { type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { until } from '../../support/until.js';
import { send } from './interrogation.js';
import { joined, judgeStart, type Tally, type Verdict, verdictOf } from './judge.js';
import { writeKnownLedger } from './known-ledger.js';
import { judged, judgedAgain, type Questioned, questioned, settled, type Truth } from './questioning.js';

type Cluster = Deployment & { readonly eventStore: TestEventStore };
type Records = ReturnType<TestEventStore['log']['backup']>;

/** A cluster with the known history, and earlier and other logs to be put in the place of its own. */
interface KnownCluster extends Questioned {
  readonly cluster: Cluster;
  readonly logs: Readonly<Record<'whole' | 'half' | 'foreign' | 'empty', Records>>;
}

const start = (cluster: Cluster, variables: Record<string, string> = {}): Promise<RunningLedger> =>
  startLedger(variables, cluster, { isWaitedFor: false });

const knownCluster = async (postgres: PostgresServer): Promise<KnownCluster> => {
  const [cluster, other] = [await clusterIn(postgres), await clusterIn(postgres)];
  const empty = cluster.eventStore.log.backup();
  const written = async (on: Cluster, halfWay: () => Promise<void>) => {
    const running = await startLedger({}, on);
    const known = await writeKnownLedger(running, halfWay);
    await running.stop();
    return known;
  };
  let half = empty;
  const known = await written(cluster, async () => {
    half = cluster.eventStore.log.backup();
  });
  await written(other, () => Promise.resolve());
  const foreign = other.eventStore.log.backup();
  await other.dispose();
  const whole = cluster.eventStore.log.backup();
  const keyFile = String(cluster.variables['LEDGER_SIGNING_KEY_FILE']);
  const trusted = await trustedKeys(keyFile.replace('signing-key', 'verifying-keys'));
  return { known, trusted, cluster, logs: { whole, half, foreign, empty } };
};

const put = async ({ eventStore }: Cluster, records: Records): Promise<void> => {
  await eventStore.stop();
  eventStore.log.restore(records);
  await eventStore.restart();
};

const judgedOn = async (
  { cluster, ...asked }: KnownCluster,
  truth: Truth,
  variables: Record<string, string> = {},
): Promise<Verdict> => {
  let running: RunningLedger;
  try {
    running = await start(cluster, variables);
  } catch (error) {
    return judgeStart(1, `The ledger cannot start: ${(error as Error).message}`);
  }
  try {
    return await judged(running.url, asked, truth);
  } finally {
    await running.stop();
  }
};

/** Returns what is right of a log: what a ledger says that builds its rows anew. */
const truthOf = async ({ cluster, ...asked }: KnownCluster, records: Records): Promise<Truth> => {
  await cluster.removeRows();
  await put(cluster, records);
  const running = await start(cluster);
  try {
    await until(async () => {
      await settled(running.url);
      return true;
    });
    return await questioned(running.url, asked);
  } finally {
    await running.stop();
  }
};

/** Puts the log back, with rows that a ledger has built from it. */
const withRowsOf = async (known: KnownCluster, records: Records): Promise<void> => {
  await truthOf(known, records);
  await put(known.cluster, records);
};

/** Tries faults of logs, rows and keys on a cluster: an event store, and PostgreSQL. */
export const tryCluster = async (
  postgres: PostgresServer,
  tally: Tally,
  { isShort = false }: { readonly isShort?: boolean } = {},
): Promise<void> => {
  const known = await knownCluster(postgres);
  const { cluster, logs } = known;
  try {
    const truth = await truthOf(known, logs.whole);
    const exchanges = [
      ['emptied store', 'empty', 'whole'],
      ['old log under new rows', 'half', 'whole'],
      ...(isShort
        ? []
        : ([
            ['new log under old rows', 'whole', 'half'],
            ['foreign log', 'foreign', 'whole'],
          ] as const)),
    ] as const;
    for (const [kind, log, rows] of exchanges) {
      const right = log === 'whole' ? truth : await truthOf(known, logs[log]);
      await withRowsOf(known, logs[rows]);
      await put(cluster, logs[log]);
      tally.add(`cluster: ${kind}`, await judgedOn(known, right), 'started afterwards');
      if (isShort) continue;
      await withRowsOf(known, logs[rows]);
      tally.add(`cluster: ${kind}`, await exchangedUnder(known, logs[log], right), 'while it ran');
    }
    await withRowsOf(known, logs.whole);
    await tryKeys(known, truth, tally);
    if (!isShort) await tryOutages(known, truth, tally);
  } finally {
    await cluster.dispose();
  }
};

/** Exchanges the log under a ledger that has shown its own. */
const exchangedUnder = async (
  { cluster, ...asked }: KnownCluster,
  records: Records,
  right: Truth,
): Promise<Verdict> => {
  const running = await start(cluster);
  try {
    await settled(running.url);
    await put(cluster, records);
    // The credentials are followed, as the rows are: until they are those of this log, the former ones hold.
    await until(async () => (await auditorsStatus(running.url, asked)) === auditorsRight(right));
    return withoutProofs(await judged(running.url, asked, right));
  } finally {
    await running.stop();
  }
};

/** What was signed of the former log stays true of it, and is shown until the process has read the other one. */
const withoutProofs = ({ wrongs, refused }: Verdict): Verdict =>
  verdictOf(
    wrongs.filter((wrong) => !/^GET \/ledger\/(?:checkpoint|consistency|proofs)/.test(wrong)),
    refused,
  );

const AUDITORS = '/ledger/replays';

const auditorsStatus = async (url: string, { known }: Questioned): Promise<number | undefined> =>
  (await send(url + AUDITORS, { headers: known.callers.auditor })).status;

const auditorsRight = ({ answers }: Truth): number | undefined => answers.get(`GET ${AUDITORS}`)?.status;

const tryKeys = async (known: KnownCluster, truth: Truth, tally: Tally): Promise<void> => {
  const directory = await temporaryDirectory();
  try {
    const other = `${directory.path}/signing-key`;
    await SigningKeys.readOrCreate(other, 'ledger.example');
    for (const [what, file] of [
      ['another signing key', other],
      ['no such signing key', `${directory.path}/none`],
    ] as const) {
      const verdict = await judgedOn(known, truth, { LEDGER_SIGNING_KEY_FILE: file });
      tally.add('cluster: keys', verdict, what);
      await withRowsOf(known, known.logs.whole);
    }
  } finally {
    await directory.remove();
  }
};

const tryOutages = async (known: KnownCluster, truth: Truth, tally: Tally): Promise<void> => {
  const { cluster, ...asked } = known;
  const running = await start(cluster);
  try {
    await settled(running.url);
    await cluster.eventStore.stop();
    const without = await judged(running.url, asked, truth);
    await cluster.eventStore.restart();
    await settled(running.url);
    const again = await judgedAgain(running.url, asked, without.commands);
    tally.add('cluster: event store down, and back', joined(without, again));
  } finally {
    await running.stop();
  }
};
