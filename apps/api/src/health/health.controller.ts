import { OffersAnything } from '#libs/http';
import { CredentialDirectory, Public } from '#libs/access';
import { rebuildStateOf, statusOf } from '#libs/deployment';
import { CurrentRows, Projections } from '#libs/read-store';
import { Doubts } from '../doubts/doubts.js';
import { HeldStreams } from '../held/held-streams.js';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** How many of the streams that are held back readiness names; `ledger quarantine list` names all. */
const SHOWN_HELD = 5;

/**
 * Liveness and readiness, for those who keep the process running. They name no secret, and no tenant but in the
 * names of streams that are held back.
 */
@Controller()
@OffersAnything()
export class HealthController {
  constructor(
    private readonly heldStreams: HeldStreams,
    private readonly rows: CurrentRows,
    private readonly directory: CredentialDirectory,
    private readonly projections: Projections,
    private readonly doubts: Doubts,
  ) {}

  @Get('health/live')
  @Public()
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { isEventStoreUp, isReadStoreUp, lag, rowsRefused } = await this.heldStreams.standing();
    const checks = {
      eventStore: isEventStoreUp,
      readStore: isReadStoreUp,
      readModels: this.projections.isHealthy && rowsRefused === undefined,
      proofs: this.doubts.standing.isHealthy,
      credentials: this.directory.isUpToDate,
      clock: this.doubts.clock.isSound,
    };
    const isReady = Object.values(checks).every(Boolean);
    if (!isReady) void reply.status(503);
    const state = isReady ? await rebuildStateOf(this.rows) : {};
    const { newestEventAt, refused, exportsRefused } = this.doubts;
    // Somebody has to look, but everything else is served: the process stays ready.
    const held = await this.heldStreams.undecided().catch(() => []);
    return {
      status: statusOf(isReady, state),
      checks,
      // JSON has no NaN: an unknown lag is null.
      readModelLag: lag,
      ...(rowsRefused !== undefined && { rowsRefused }),
      ...state,
      ...(refused !== undefined && { commandsRefused: refused }),
      ...(exportsRefused !== undefined && { exportsRefused }),
      ...(newestEventAt !== undefined && { newestEventAt }),
      ...(held.length > 0 && { heldBack: { count: held.length, first: held.slice(0, SHOWN_HELD) } }),
    };
  }
}
