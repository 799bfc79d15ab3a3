import { httpLimits, RequestProblem } from '#libs/http';
import { ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

const POSITION = /^\d{1,19}$/;

/** `Ledger-Min-Position`: whoever wrote something may ask to read no older state than that. */
@Injectable()
export class MinPosition {
  constructor(private readonly readStore: ReadStore) {}

  /**
   * Waits a bounded time for the read models to reach the position that was asked for, and states the one that
   * the answer speaks for: in the `Ledger-Position` header, and as the result.
   *
   * @throws RequestProblem 503 with Retry-After when they did not reach it in time.
   */
  async reached(asked: string | undefined, reply: FastifyReply): Promise<string> {
    if (asked !== undefined) await this.wait(asked);
    const position = String(await this.readStore.position());
    void reply.header('Ledger-Position', position);
    return position;
  }

  private async wait(asked: string): Promise<void> {
    if (!POSITION.test(asked)) {
      const message = 'Ledger-Min-Position must be the Ledger-Position of an earlier answer';
      throw new RequestProblem('invalid-request', message, {
        fields: [{ path: 'Ledger-Min-Position', message }],
      });
    }
    if (await this.readStore.hasReached(BigInt(asked))) return;
    throw new RequestProblem('unavailable', 'The read models have not reached this position yet.', {
      headers: { 'Retry-After': String(httpLimits.retryAfterSeconds) },
    });
  }
}
