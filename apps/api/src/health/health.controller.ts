import { OffersAnything } from '#libs/http';
import { CredentialDirectory, Public } from '#libs/access';
import { rebuildStateOf, standingOf, statusOf } from '#libs/deployment';
import { EventStore } from '#libs/event-store';
import { CurrentRows, Projections } from '#libs/read-store';
import { Doubts } from '../doubts/doubts.js';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Liveness and readiness, for those who keep the process running. They name no tenant and no secret. */
@Controller()
@OffersAnything()
export class HealthController {
  constructor(
    private readonly store: EventStore,
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
    const { isEventStoreUp, isReadStoreUp, lag, rowsRefused } = await standingOf(
      this.store,
      this.rows.readStore,
    );
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
    };
  }
}
