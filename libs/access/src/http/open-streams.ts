import { Readable } from 'node:stream';
import { type Exchange, httpLimits as limits, RequestProblem } from '#libs/http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CredentialDirectory } from '../application/credential-directory.js';
import type { Principal } from '../application/principal.js';

interface OpenStream {
  readonly credentialId: string;
  readonly end: () => void;
}

/**
 * The answers that are streamed. A piece is made when the reader has room for it, so that a slow reader costs
 * only its own buffer. A stream ends when the process stops, when its credential is revoked or rotated, and
 * when its reader stalls.
 */
@Injectable()
export class OpenStreams implements OnModuleDestroy {
  private readonly open = new Set<OpenStream>();

  constructor(private readonly directory: CredentialDirectory) {}

  onModuleDestroy(): void {
    for (const stream of this.open) stream.end();
  }

  /**
   * Streams the source as the body of the answer.
   *
   * @throws RequestProblem 503 or 429 with Retry-After when as many streams are open as there may be.
   */
  start(
    { request, reply }: Exchange,
    { credentialId }: Principal,
    source: (signal: AbortSignal) => AsyncIterable<string>,
  ): Readable | string {
    // A HEAD request gets the headers only: a stream would be read to an end that never comes.
    if (request.method === 'HEAD') return '';
    this.assertRoom(credentialId);
    // A kept-alive connection would delay shutdown.
    void reply.header('Connection', 'close');
    const ending = new AbortController();
    const body = Readable.from(
      unlessStalled(source(ending.signal), () => body.destroy()),
      { objectMode: false, highWaterMark: limits.streamBufferBytes },
    );
    const stream: OpenStream = {
      credentialId,
      end: () => {
        ending.abort();
        setTimeout(() => body.destroy(), limits.streamEndMs).unref();
      },
    };
    this.open.add(stream);
    const forget = this.directory.onceOver(credentialId, stream.end);
    // Ends the source when the reader is gone: the body closes only after the piece being fetched, which may
    // never come.
    reply.raw.once('close', () => {
      ending.abort();
    });
    body.once('close', () => {
      ending.abort();
      forget();
      this.open.delete(stream);
    });
    return body;
  }

  private assertRoom(credentialId: string): void {
    const headers = { 'Retry-After': String(limits.retryAfterSeconds) };
    if (this.open.size >= limits.maxOpenStreams)
      throw new RequestProblem('unavailable', 'Too many streams are open. Try again.', { headers });
    const own = [...this.open].filter((stream) => stream.credentialId === credentialId).length;
    if (own >= limits.maxOpenStreamsPerCredential)
      throw new RequestProblem('rate-limited', `An API key may have at most ${own} streams open.`, {
        headers,
      });
  }
}

async function* unlessStalled(pieces: AsyncIterable<string>, letGo: () => void): AsyncGenerator<string> {
  for await (const piece of pieces) {
    const stalled = setTimeout(letGo, limits.maxReaderStallMs);
    try {
      yield piece;
    } finally {
      clearTimeout(stalled);
    }
  }
}
