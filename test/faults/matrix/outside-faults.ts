import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../outside/program.js';
import { type LedgerProcess, startLedgerProcess } from '../../support/ledger-process.js';
import { until } from '../../support/until.js';
import { type Command, send } from './interrogation.js';
import { joined, judgeEnd, type Tally, type Verdict } from './judge.js';
import { copyDirectory, type KnownDirectories } from './known-directory.js';
import { judged, judgedAgain, settled } from './questioning.js';
import { isRefused, startedBy } from './subjects.js';

const DAY_SECONDS = 86_400;
const JUMP_DAYS = 400;

interface Tried {
  readonly known: KnownDirectories;
  readonly tally: Tally;
}

/** A server under a fault that is switched on and off. */
interface Faulty {
  readonly directory: string;
  readonly server: LedgerProcess;
  /** Switches the fault on. */
  begin(): Promise<unknown>;
  /** Whether the server is killed when the fault is over, and another started over its files. */
  readonly isLeft: boolean;
  /** Switches it off; undefined for a fault that stays. */
  readonly end?: () => Promise<unknown>;
}

const run = (name: string, ...args: readonly string[]): void => {
  const { code, stderr } = runProgram(name, args);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`);
};

/** Runs a shell command in mounts of its own, and then the server. */
const unshared = (command: string): readonly string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `set -e; ${command}; exec "$@"`,
  'sh',
];

const limited = (limit: string): readonly string[] => ['sh', '-c', `ulimit ${limit}; exec "$@"`, 'sh'];

/** Tries everything that needs a compiler, or mounts and limits of the operating system. */
export const tryOutside = async (tried: Tried): Promise<void> => {
  const library = join(await roomOf(tried.known), 'faults.so');
  const source = fileURLToPath(new URL('faults.c', import.meta.url));
  run('cc', '-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', library, source, '-ldl');
  await tryCalls(tried, library);
  await tryClocks(tried, library);
  await tryDisks(tried);
  await tryStarts(tried);
};

const roomOf = async (known: KnownDirectories): Promise<string> => {
  const room = known.place();
  await mkdir(room);
  return room;
};

/** Judges a server during the fault, and whether a ledger has afterwards what it acknowledged. */
const judgedDuring = async (known: KnownDirectories, faulty: Faulty): Promise<Verdict> => {
  const started = await startedBy(faulty.server);
  if (isRefused(started)) return started;
  try {
    await settled(started.url);
    await faulty.begin();
    const asked = await judged(started.url, known, known.truth);
    const { server } = faulty;
    // Whoever asks a process that has ended gets no answer, which is judged by what it said.
    const during = server.hasEnded
      ? { ...asked, ...judgeEnd(await server.ended(), server.stdout + server.stderr) }
      : asked;
    if (faulty.end === undefined) return during;
    await faulty.end();
    if (!faulty.isLeft) return joined(during, await judgedAgain(started.url, known, during.commands));
    await faulty.server.kill();
    return joined(during, await judgedNext(known, faulty.directory, during.commands));
  } finally {
    if (!faulty.server.hasEnded) await faulty.server.kill();
  }
};

const judgedNext = async (
  known: KnownDirectories,
  directory: string,
  commands: readonly Command[],
): Promise<Verdict> => {
  const next = await startedBy(startLedgerProcess(directory));
  if (isRefused(next)) return next;
  try {
    await settled(next.url);
    return await judgedAgain(next.url, known, commands);
  } finally {
    await next.stop();
  }
};

const copied = async (known: KnownDirectories): Promise<string> => {
  const directory = known.place();
  await copyDirectory(known.whole, directory);
  return directory;
};

/** A server whose calls or clock are faulty while a file is there. */
const preloaded = async (
  known: KnownDirectories,
  library: string,
  variables: Record<string, string>,
): Promise<Faulty> => {
  const directory = await copied(known);
  const fault = `${directory}.fault`;
  const server = startLedgerProcess(directory, {
    ...{ LD_PRELOAD: library, FAULT_DIRECTORY: directory, FAULT_SWITCH: fault },
    ...variables,
  });
  return {
    ...{ directory, server, isLeft: true },
    begin: () => writeFile(fault, ''),
    end: () => rm(fault),
  };
};

const tryCalls = async ({ known, tally }: Tried, library: string): Promise<void> => {
  for (const calls of ['sync', 'write', 'read', 'sync write']) {
    const faulty = await preloaded(known, library, { FAULT_CALLS: calls });
    tally.add('EIO', await judgedDuring(known, faulty), `from ${calls}`);
  }
};

const tryClocks = async ({ known, tally }: Tried, library: string): Promise<void> => {
  for (const days of [JUMP_DAYS, -JUMP_DAYS]) {
    const variables = { FAULT_CLOCK_SECONDS: String(days * DAY_SECONDS) };
    const running = await preloaded(known, library, variables);
    tally.add('clock ± 400 days', await judgedDuring(known, running), `${days} while it runs`);
    const started = await preloaded(known, library, variables);
    await started.begin();
    tally.add('clock ± 400 days', await judgedDuring(known, started), `${days} at the start`);
  }
};

const MEGABYTES = 6;

/** A server over files on a small disk of its own, or on a mounted one. */
const mounted = async (known: KnownDirectories, mount: (directory: string) => string): Promise<Faulty> => {
  const directory = known.place();
  await mkdir(directory);
  const server = startLedgerProcess(directory, {}, unshared(mount(directory)));
  return { directory, server, isLeft: false, begin: () => Promise.resolve() };
};

const tryDisks = async ({ known, tally }: Tried): Promise<void> => {
  const onSmallDisk = (directory: string): string =>
    `mount -t tmpfs -o size=${MEGABYTES}m tmpfs ${directory}; cp -a ${known.whole}/. ${directory}`;
  const full = await mounted(known, onSmallDisk);
  const filler = `/proc/${full.server.pid}/root${full.directory}/filler`;
  const verdict = await judgedDuring(known, {
    ...full,
    begin: () => writeFile(filler, Buffer.alloc(MEGABYTES << 20)).catch(() => undefined),
    end: () => rm(filler),
  });
  tally.add('full disk', verdict, 'while it runs');
  const fullAtStart = await mounted(
    known,
    (directory) =>
      `${onSmallDisk(directory)}; head -c ${MEGABYTES}m /dev/zero >${directory}/filler 2>/dev/null || true`,
  );
  tally.add('full disk', await judgedDuring(known, fullAtStart), 'at the start');

  const volume = await copied(known);
  const unmounted = await mounted(known, (directory) => `mount --bind ${volume} ${directory}`);
  const lost = await judgedDuring(known, {
    ...unmounted,
    begin: async () => {
      const mount = ['--target', String(unmounted.server.pid), '--mount', 'umount', '--lazy'];
      run('nsenter', ...mount, unmounted.directory);
      await until(async () => (await healthOf(unmounted.server)).includes('commandsRefused'));
    },
  });
  tally.add('unmounted volume', lost, 'while it runs');
};

const healthOf = async (server: LedgerProcess): Promise<string> =>
  (await send(`${await server.url()}/health/ready`, { headers: {} })).text;

/** Tries what a server cannot write, and what it may not take. */
const tryStarts = async ({ known, tally }: Tried): Promise<void> => {
  const readOnly = ['', '/events.sqlite', '/read-models.sqlite', '/checkpoint'];
  for (const what of readOnly) {
    const directory = await copied(known);
    const path = `${directory}${what}`;
    const around = unshared(`mount --bind ${path} ${path}; mount -o remount,ro,bind ${path}`);
    const server = startLedgerProcess(directory, {}, around);
    const faulty = { directory, server, isLeft: false, begin: () => Promise.resolve() };
    tally.add('read-only', await judgedDuring(known, faulty), what === '' ? 'directory' : what.slice(1));
  }
  const limits: readonly (readonly [string, string, Record<string, string>])[] = [
    ['64 descriptors', '-n 64', {}],
    ['512 MB', `-d ${512 << 10}`, {}],
    ['512 MB', '-n 1024', { NODE_OPTIONS: '--max-old-space-size=64' }],
  ];
  for (const [kind, limit, variables] of limits) {
    const directory = await copied(known);
    const server = startLedgerProcess(directory, variables, limited(limit));
    const faulty = { directory, server, isLeft: false, begin: () => Promise.resolve() };
    tally.add(kind, await judgedDuring(known, faulty), `ulimit ${limit} ${Object.values(variables).join()}`);
  }
};
