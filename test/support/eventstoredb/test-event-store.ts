import { setTimeout as pause } from 'node:timers/promises';
import { arrive } from './append-call.js';
import { Faults } from './faults.js';
import { LateRequests } from './late-requests.js';
import { MemoryLog } from './memory-log.js';
import { type Membership, TestNode } from './test-node.js';

export interface TestEventStoreOptions {
  readonly nodeCount?: number;
  /** The port of the first node; the others take any. */
  readonly port?: number;
  /** Whether the server's `$by_category` projection runs and writes links between our events. */
  readonly hasCategoryProjection?: boolean;
}

/** Test code: an EventStoreDB of one node or a cluster, which stores in memory. */
export class TestEventStore implements Membership {
  readonly log: MemoryLog;
  readonly faults = new Faults();
  readonly late = new LateRequests();
  readonly nodes: readonly TestNode[];
  leader: TestNode | undefined;

  private constructor({ nodeCount = 1, hasCategoryProjection = false }: TestEventStoreOptions) {
    this.log = new MemoryLog(hasCategoryProjection);
    this.nodes = Array.from({ length: nodeCount }, () => new TestNode(this));
    this.leader = this.nodes[0];
  }

  static async start(options: TestEventStoreOptions = {}): Promise<TestEventStore> {
    const store = new TestEventStore(options);
    for (const [index, node] of store.nodes.entries())
      await node.start(index === 0 ? options.port : undefined);
    return store;
  }

  get url(): string {
    return `esdb://${this.nodes.map(({ host, port }) => `${host}:${port}`).join(',')}?tls=false`;
  }

  /** Ends at once, as a killed process does. Resolves when its connections are closed. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Restarts on the same ports with the same contents. */
  async restart(): Promise<void> {
    await this.stop();
    for (const node of this.nodes) await node.start();
  }

  /** Lets everything arrive that is still on its way. */
  letLateRequestsArrive(): void {
    arrive(this.log, this.late.takeAll());
  }

  /** Takes connections and requests, and never says a word. */
  mute(isMuted: boolean): void {
    for (const node of this.nodes) node.isMuted = isMuted;
  }

  /**
   * Makes another node the leader, after an election without one. The old leader becomes a follower, or is
   * killed and restarts when there is a new leader.
   */
  async changeLeader({ electionMs, isKilled }: { electionMs: number; isKilled: boolean }): Promise<void> {
    const old = this.leader;
    this.leader = undefined;
    if (isKilled) await old?.stop();
    await pause(electionMs);
    this.leader = this.nodes.find((node) => node !== old && node.isRunning) ?? old;
    if (isKilled) await old?.start();
  }
}
