import { randomUUID } from 'node:crypto';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { answersTo } from './append-call.js';
import type { Faults } from './faults.js';
import type { LateRequests } from './late-requests.js';
import type { MemoryLog } from './memory-log.js';
import { appendRequest, streamNameOf } from './messages.js';
import { answerRead } from './read-call.js';
import { notLeader, notReady, refusal, streamMissing, unavailable } from './refusals.js';
import { StreamingCall } from './server-call.js';
import { SubscriptionCall } from './subscription-call.js';

/** A node's knowledge of its cluster. */
export interface Membership {
  readonly log: MemoryLog;
  readonly faults: Faults;
  readonly late: LateRequests;
  /** Undefined during an election. */
  readonly leader: TestNode | undefined;
  readonly nodes: readonly TestNode[];
}

type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;
type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;
type DeleteCall = ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>;
type TombstoneCall = ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>;

/**
 * Test code: a node of EventStoreDB over a log in memory, with the parts of its services that the ledger
 * uses: Read (streams, $all, subscriptions to $all), Append, Delete, Tombstone and Gossip.
 */
export class TestNode {
  readonly host = '127.0.0.1';
  port = 0;
  isMuted = false;
  private server: Server | undefined;

  constructor(private readonly cluster: Membership) {}

  get isRunning(): boolean {
    return this.server !== undefined;
  }

  /** Listens; a node that ran before listens on its old port again. */
  async start(port = this.port): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
    server.addService(streamServices.StreamsService, {
      append: (call: AppendCall, reply: sendUnaryData<streams.AppendResp>) => this.append(call, reply),
      read: (call: ReadCall) => void this.read(call),
      delete: (call: DeleteCall, reply: sendUnaryData<streams.DeleteResp>) => this.delete(call, reply),
      tombstone: (call: TombstoneCall, reply: sendUnaryData<streams.TombstoneResp>) =>
        this.tombstone(call, reply),
      batchAppend: (call: ServerWritableStream<streams.BatchAppendReq, streams.BatchAppendResp>) =>
        call.destroy(refusal(status.UNIMPLEMENTED, 'The test server has the unary append only.')),
    });
    server.addService(gossipServices.GossipService, {
      read: (_: unknown, reply: sendUnaryData<gossip.ClusterInfo>) => {
        if (!this.isMuted) reply(null, this.clusterInfo());
      },
    });
    this.port = await new Promise((resolve, reject) => {
      server.bindAsync(`${this.host}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    this.server = server;
  }

  /** Ends at once, as a killed process does: every call breaks. Resolves when its connections are closed. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.tryShutdown(() => resolve());
      server.forceShutdown();
    });
  }

  /** Breaks every call, and keeps running. */
  cutConnections(): void {
    this.server?.drain(`${this.host}:${this.port}`, 0);
  }

  private append(call: AppendCall, reply: sendUnaryData<streams.AppendResp>): void {
    const messages: streams.AppendReq[] = [];
    call.on('error', () => undefined);
    call.on('data', (message: streams.AppendReq) => messages.push(message));
    // A call that its client gives up ends too, perhaps between events, and is marked cancelled only then.
    call.on('end', () => setImmediate(() => this.answerAppend(call, messages, reply)));
  }

  private answerAppend(
    call: AppendCall,
    messages: readonly streams.AppendReq[],
    reply: sendUnaryData<streams.AppendResp>,
  ): void {
    if (this.isMuted || call.cancelled) return;
    const problem = this.problemWith(call);
    if (problem !== undefined) {
      reply(problem);
      return;
    }
    const { log, faults, late } = this.cluster;
    const node = {
      log,
      late,
      notLeader: () => this.notLeader(),
      cutConnections: () => this.cutConnections(),
    };
    for (const answer of answersTo(node, appendRequest(messages), faults.next('append')))
      if ('reply' in answer) reply(null, answer.reply);
      else reply(answer.refusal);
  }

  private async read(call: ReadCall): Promise<void> {
    const streaming = new StreamingCall(call);
    const options = call.request.getOptions();
    if (this.isMuted || options === undefined) return;
    const problem = this.problemWith(call);
    if (problem !== undefined) {
      streaming.fail(problem);
      return;
    }
    if (!options.hasSubscription()) {
      await this.answerRead(streaming, options);
      return;
    }
    const subscription = new SubscriptionCall(streaming, this.cluster.log, this.cluster.faults);
    if ((await subscription.serve(options)) === 'connection-cut') this.cutConnections();
  }

  private async answerRead(streaming: StreamingCall, options: streams.ReadReq.Options): Promise<void> {
    const fault = this.cluster.faults.next('read');
    switch (fault) {
      case undefined:
        await answerRead(streaming, this.cluster.log, options);
        break;
      case 'stall':
        streaming.stallBeforeTheLast();
        await answerRead(streaming, this.cluster.log, options);
        break;
      case 'silence':
        break;
      case 'clean-end':
        streaming.end();
        break;
      case 'unavailable':
        streaming.fail(unavailable());
        break;
      case 'not-ready':
        streaming.fail(notReady());
        break;
      case 'not-leader':
        streaming.fail(this.notLeader());
        break;
      case 'connection-cut':
        this.cutConnections();
        break;
    }
  }

  private delete(call: DeleteCall, reply: sendUnaryData<streams.DeleteResp>): void {
    const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
    const written = this.cluster.log.softDelete(stream);
    if (written === undefined) reply(streamMissing(stream));
    else reply(null, new streams.DeleteResp().setNoPosition(new shared.Empty()));
  }

  private tombstone(call: TombstoneCall, reply: sendUnaryData<streams.TombstoneResp>): void {
    this.cluster.log.tombstone(streamNameOf(call.request.getOptions()?.getStreamIdentifier()));
    reply(null, new streams.TombstoneResp().setNoPosition(new shared.Empty()));
  }

  /** Returns the refusal of a node without a leader, or of a follower that is asked for the leader. */
  private problemWith(call: Pick<ReadCall, 'metadata'>): ServiceError | undefined {
    if (this.cluster.leader === undefined) return notReady();
    const needsLeader = call.metadata.get('requires-leader').includes('true');
    return needsLeader && this.cluster.leader !== this ? this.notLeader() : undefined;
  }

  private notLeader(): ServiceError {
    return notLeader(this.cluster.leader ?? this);
  }

  private clusterInfo(): gossip.ClusterInfo {
    const { leader, nodes } = this.cluster;
    const { LEADER, FOLLOWER, UNKNOWN } = gossip.MemberInfo.VNodeState;
    return new gossip.ClusterInfo().setMembersList(
      nodes.map((node) =>
        new gossip.MemberInfo()
          .setInstanceId(new shared.UUID().setString(randomUUID()))
          .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
          .setState(leader === undefined ? UNKNOWN : node === leader ? LEADER : FOLLOWER)
          .setIsAlive(node.isRunning)
          .setHttpEndPoint(new gossip.EndPoint().setAddress(node.host).setPort(node.port)),
      ),
    );
  }
}
