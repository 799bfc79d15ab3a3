import { once } from 'node:events';
import type { ServerErrorResponse, ServerWritableStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';

type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Test code: a call that streams to the client, no faster than the client reads. */
export class StreamingCall {
  private readonly gone = new AbortController();
  private isStalling = false;
  private kept: streams.ReadResp | undefined;

  constructor(private readonly call: ReadCall) {
    for (const ending of ['cancelled', 'close']) call.on(ending, () => this.gone.abort());
  }

  /** Aborts when the client has left. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Keeps the last message of the answer back, and never ends it. */
  stallBeforeTheLast(): void {
    this.isStalling = true;
  }

  async send(reply: streams.ReadResp): Promise<void> {
    const next = this.isStalling ? this.kept : reply;
    this.kept = reply;
    if (next === undefined || this.signal.aborted || this.call.write(next)) return;
    await once(this.call, 'drain', { signal: this.signal }).catch(() => undefined);
  }

  end(): void {
    if (!this.signal.aborted && !this.isStalling) this.call.end();
  }

  fail(error: ServerErrorResponse): void {
    if (!this.signal.aborted) this.call.emit('error', error);
  }
}
