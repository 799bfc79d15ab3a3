import { setTimeout as pause } from 'node:timers/promises';
import { updateBody } from '../support/commands.js';
import { type HttpClient, httpClient } from '../support/http-client.js';
import { type LedgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import { auditLog, type LogAudit } from '../support/log-audit.js';
import { type Random, randomFrom } from '../support/random.js';
import { type ReadModelRows, readRows, rebuiltRows } from '../support/read-model-rows.js';
import { until } from '../support/until.js';
import { type MarkedCommand, type Verdict, Witness } from './witness.js';

export interface CrashPlan {
  readonly seed: number;
  /** The least number of rounds. More follow until enough commands were acknowledged. */
  readonly rounds: number;
  readonly minAcknowledged: number;
  /** The longest time from a server's first acknowledgement until it is killed. */
  readonly maxLifeMs: number;
}

export interface CrashFindings extends Verdict {
  readonly summary: string;
  readonly rounds: number;
  readonly acknowledged: number;
  readonly surprises: readonly string[];
  readonly logFaults: readonly string[];
  /** The rows that the last server left. `rebuilt` are the rows that a replay from an empty store makes. */
  readonly rows: ReadModelRows;
  readonly rebuilt: ReadModelRows;
  /** The number of events in each dispute's stream. `timelineOf` has the number of its timeline's entries. */
  readonly eventsOf: Readonly<Record<string, number>>;
  readonly timelineOf: Readonly<Record<string, number>>;
  readonly slowestStartMs: number;
}

const CLIENTS = 8;
const DISPUTES = 12;
const MAX_START_MS = 1_000;

/**
 * Repeatedly starts the built server over one data directory, puts it under load, and kills it at a random
 * moment. Keyed commands without an answer are sent again to the next server. Finally reads the log without a
 * server.
 */
export const crashAgainAndAgain = async (
  directory: LedgerDirectory,
  plan: CrashPlan,
): Promise<CrashFindings> => {
  const run = new CrashRun(directory, await newAuthorization(directory), randomFrom(plan.seed));
  await run.rounds(plan);
  await run.settle();
  return run.findings(plan);
};

class CrashRun {
  private readonly witness = new Witness();
  private readonly startedAt = performance.now();
  private unanswered: MarkedCommand[] = [];
  private roundCount = 0;
  private commandCount = 0;
  private slowestStartMs = 0;

  constructor(
    private readonly directory: LedgerDirectory,
    private readonly authorization: string,
    private readonly random: Random,
  ) {}

  async rounds({ rounds, minAcknowledged, maxLifeMs }: CrashPlan): Promise<void> {
    while (this.roundCount < rounds || this.witness.acknowledged < minAcknowledged) {
      this.roundCount += 1;
      // A server may also die while it recovers from the last death.
      if (this.random.below(10) === 0) await this.killWhileStarting();
      await this.killUnderLoad(maxLifeMs);
    }
  }

  /** Runs one last server until every keyed command has its answer and the read models have every event. */
  async settle(): Promise<void> {
    const server = this.directory.start();
    const url = await server.ready();
    const client = httpClient();
    await until(async () => {
      const next = this.unanswered.pop();
      if (next !== undefined) await this.send(client, url, next);
      return this.unanswered.length === 0 && (await lagOf(client, url)) === 0;
    });
    client.close();
    await server.terminate();
  }

  async findings({ seed }: CrashPlan): Promise<CrashFindings> {
    const audit = await auditLog(this.directory.files.events);
    const rows = await readRows(this.directory.files.readModels);
    const verdict = this.witness.judge(audit);
    const { acknowledged, surprises } = this.witness;
    const seconds = ((performance.now() - this.startedAt) / 1_000).toFixed(1);
    return {
      ...verdict,
      summary:
        `${this.roundCount} rounds, ${acknowledged} acknowledged of ${this.witness.sent} sent, ` +
        `${verdict.lost.length} lost, ${verdict.duplicated.length} duplicated, seed ${seed}, ` +
        `slowest start ${this.slowestStartMs.toFixed(0)} ms, ${seconds} s`,
      rounds: this.roundCount,
      acknowledged,
      surprises,
      logFaults: audit.faults,
      rows,
      rebuilt: await rebuiltRows(audit.events),
      eventsOf: eventsOf(audit),
      timelineOf: timelineOf(rows),
      slowestStartMs: this.slowestStartMs,
    };
  }

  private async killWhileStarting(): Promise<void> {
    const server = this.directory.start();
    await pause(this.random.below(MAX_START_MS));
    await server.kill();
  }

  private async killUnderLoad(maxLifeMs: number): Promise<void> {
    const server = this.directory.start();
    const before = performance.now();
    const url = await server.ready();
    this.slowestStartMs = Math.max(this.slowestStartMs, performance.now() - before);
    const client = httpClient();
    const life = { isOver: false };
    const acknowledged = this.witness.acknowledged;
    const clients = Array.from({ length: CLIENTS }, () => this.keepSending(client, url, life));
    await until(() => this.witness.acknowledged > acknowledged || server.hasEnded);
    await pause(this.random.below(maxLifeMs));
    life.isOver = true;
    if (server.hasEnded) throw new Error(`The server ended by itself: ${server.stderr}`);
    await server.kill();
    await Promise.all(clients);
    client.close();
  }

  private async keepSending(client: HttpClient, url: string, life: { isOver: boolean }): Promise<void> {
    while (!life.isOver) {
      const command = this.unanswered.shift() ?? this.nextCommand();
      if (!(await this.send(client, url, command))) return;
    }
  }

  /**
   * Returns whether an answer came. Keeps a keyed command that was not answered with 200, to send it again.
   */
  private async send(client: HttpClient, url: string, command: MarkedCommand): Promise<boolean> {
    const { marker, disputeId, idempotencyKey } = command;
    this.witness.saysSent(command);
    try {
      const answer = await client.post(`${url}/update`, updateBody(disputeId, marker), {
        authorization: this.authorization,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      });
      this.witness.saysAnswered(command, answer);
      if (answer.status !== 200 && idempotencyKey !== undefined) this.unanswered.push(command);
      return true;
    } catch {
      if (idempotencyKey !== undefined) this.unanswered.push(command);
      return false;
    }
  }

  /** Returns a new command, keyed in half of the cases, or now and then one that was already acknowledged. */
  private nextCommand(): MarkedCommand {
    if (this.random.below(50) === 0) {
      const acknowledged = this.witness.acknowledgedCommands();
      const again = acknowledged[this.random.below(acknowledged.length)];
      if (again !== undefined) return again;
    }
    this.commandCount += 1;
    const marker = `marker-${this.commandCount}`;
    const isKeyed = this.random.below(2) === 0;
    return {
      marker,
      disputeId: `CRASH-${this.random.below(DISPUTES)}`,
      idempotencyKey: isKeyed ? `key-of-${marker}` : undefined,
    };
  }
}

const lagOf = async (client: HttpClient, url: string): Promise<number> => {
  const { text } = await client.get(`${url}/health/ready`);
  return (JSON.parse(text) as { readModelLag: number }).readModelLag;
};

const eventsOf = ({ lengthOf }: LogAudit): Record<string, number> =>
  Object.fromEntries([...lengthOf].filter(([stream]) => stream.startsWith('dispute-')).sort());

const timelineOf = ({ timeline }: ReadModelRows): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const row of timeline) {
    const stream = `dispute-${String(row['tenant'])}.${String(row['dispute_id'])}`;
    counts.set(stream, (counts.get(stream) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
};
