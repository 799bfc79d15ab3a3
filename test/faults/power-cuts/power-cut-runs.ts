import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { Witness, type MarkedCommand } from '../../crash/witness.js';
import { builtForTests } from '../../support/built.js';
import { updateBody } from '../../support/commands.js';
import { type HttpClient, httpClient } from '../../support/http-client.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../../support/ledger-directory.js';
import { startLedgerProcess } from '../../support/ledger-process.js';
import { auditLog } from '../../support/log-audit.js';
import { type Random, randomFrom } from '../../support/random.js';
import { filesIn, lossesIn, powerCuts, restart } from './power-cuts.js';
import { recorderOf } from './recorder.js';

const CLIENTS = 8;
const DISPUTES = 12;

export interface ServerPlan {
  readonly seed: number;
  readonly cuts: number;
  /** After how many of the power cuts a server is started over what is left, and gets every command again. */
  readonly starts: number;
  /** How many servers wrote the log that the power cuts hit. They are killed and stopped in turn. */
  readonly lives: number;
  readonly commandsPerLife: number;
}

/**
 * Records servers under load, and looks at what power cuts at many moments would have left of their files.
 *
 * @param room A directory for those files.
 */
export const serverUnderPowerCuts = async (
  room: string,
  plan: ServerPlan,
): Promise<{ readonly summary: string; readonly faults: readonly string[] }> => {
  const began = performance.now();
  const random = randomFrom(plan.seed);
  const directory = await ledgerDirectory();
  const recorder = await recorderOf(directory.path);
  try {
    const load = new Load(directory, await newAuthorization(directory), random);
    const before = await filesIn(directory.path);
    for (let life = 0; life < plan.lives; life += 1)
      await load.life(plan.commandsPerLife, { isKilled: life % 2 === 0, variables: recorder.variables });
    const entries = await recorder.entries();
    const { events } = await auditLog(directory.files.events);
    const faults = [...load.faults(await auditLog(directory.files.events))];
    const files = dataFiles(room);
    const startsAfter = Math.floor(plan.cuts / plan.starts);
    let cut = 0;
    for (const { image, acknowledged } of powerCuts({ before, entries }, plan.cuts, random)) {
      await restart(image, room);
      const found = [...(await lossesIn(files.events, { acknowledged, whole: events }))];
      if (cut % startsAfter === 0) found.push(...(await load.again(room)));
      faults.push(...found.map((fault) => `power cut ${cut}: ${fault}`));
      cut += 1;
    }
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const summary =
      `${cut} power cuts over ${entries.length} writes, syncs and answers of ${plan.lives} servers, ` +
      `${events.length} events, ${faults.length} faults, seed ${plan.seed}, ${seconds} s`;
    return { summary, faults };
  } finally {
    await recorder.dispose();
    await directory.dispose();
  }
};

/** Clients that send commands with keys, and know what was acknowledged. */
class Load {
  private readonly witness = new Witness();
  private readonly commands: MarkedCommand[] = [];

  constructor(
    private readonly directory: LedgerDirectory,
    private readonly authorization: string,
    private readonly random: Random,
  ) {}

  /** Runs a server until it has answered so many new commands. */
  async life(
    commands: number,
    { isKilled, variables }: { readonly isKilled: boolean; readonly variables: Record<string, string> },
  ): Promise<void> {
    const server = this.directory.start(variables);
    const client = httpClient();
    const url = await server.ready();
    let left = commands;
    const work = async (): Promise<void> => {
      for (; left > 0; left -= 1) await this.send(client, url, this.newCommand());
    };
    await Promise.all(Array.from({ length: CLIENTS }, work));
    client.close();
    await (isKilled ? server.kill() : server.terminate());
  }

  /** Returns what is wrong with the log that all servers left. */
  faults(audit: Awaited<ReturnType<typeof auditLog>>): readonly string[] {
    const { lost, duplicated, misplaced, invented } = this.witness.judge(audit);
    return [
      ...audit.faults,
      ...this.witness.surprises,
      ...[...lost, ...duplicated, ...misplaced, ...invented].map((marker) => `${marker} is not there once`),
    ];
  }

  /** Starts a server over the files, sends every command again, and returns what is not there exactly once. */
  async again(dataDirectory: string): Promise<readonly string[]> {
    const server = startLedgerProcess(dataDirectory);
    const client = httpClient();
    try {
      const url = await server.ready();
      const waiting = [...this.commands];
      const refused: string[] = [];
      const work = async (): Promise<void> => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          const { status, text } = await this.post(client, url, next);
          if (status !== 200) refused.push(`${next.marker}: ${status} ${text}`);
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, work));
      await server.terminate();
      const { positionsOf, faults } = await auditLog(dataFiles(dataDirectory).events);
      const wrong = this.commands.filter(({ marker }) => positionsOf.get(marker)?.length !== 1);
      return [...refused, ...faults, ...wrong.map(({ marker }) => `${marker} does not have one effect`)];
    } catch (error) {
      return [String(error)];
    } finally {
      client.close();
      if (!server.hasEnded) await server.kill();
    }
  }

  private newCommand(): MarkedCommand {
    const marker = `marker-${this.commands.length + 1}`;
    const disputeId = `POWER-${this.random.below(DISPUTES)}`;
    const command = { marker, disputeId, idempotencyKey: `key-of-${marker}` };
    this.commands.push(command);
    return command;
  }

  private async send(client: HttpClient, url: string, command: MarkedCommand): Promise<void> {
    this.witness.saysSent(command);
    this.witness.saysAnswered(command, await this.post(client, url, command));
  }

  private post(client: HttpClient, url: string, { marker, disputeId, idempotencyKey }: MarkedCommand) {
    return client.post(`${url}/update`, updateBody(disputeId, marker), {
      authorization: this.authorization,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    });
  }
}

export interface AppendingPlan {
  readonly seed: number;
  readonly cuts: number;
  readonly appends: number;
  readonly synchronous: 'FULL' | 'NORMAL';
}

/** Returns how many of the power cuts lost something that a store had acknowledged. */
export const appendingUnderPowerCuts = async (
  room: string,
  { seed, cuts, appends, synchronous }: AppendingPlan,
): Promise<number> => {
  const directory = await ledgerDirectory();
  const recorder = await recorderOf(directory.path);
  try {
    const args = [builtForTests('appending'), directory.files.events, synchronous, String(appends)];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env['PATH'], ...recorder.variables },
    });
    await once(child, 'close');
    const { events } = await auditLog(directory.files.events);
    const entries = await recorder.entries();
    let losing = 0;
    for (const { image, acknowledged } of powerCuts({ before: new Map(), entries }, cuts, randomFrom(seed))) {
      await restart(image, room);
      const losses = await lossesIn(join(room, 'events.sqlite'), { acknowledged, whole: events });
      if (losses.length > 0) losing += 1;
    }
    return losing;
  } finally {
    await recorder.dispose();
    await directory.dispose();
  }
};
