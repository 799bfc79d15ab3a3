import { CredentialDirectory, Public } from '#libs/access';
import { standingOf } from '#libs/deployment';
import { EventStore } from '#libs/event-store';
import { Projections, ReadStore } from '#libs/read-store';
import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestMetrics } from '../http/request-metrics.js';

/** For whoever keeps the process running. Details name no tenant and no secret. */
@Controller()
export class HealthController {
  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly directory: CredentialDirectory,
    private readonly projections: Projections,
    private readonly metrics: RequestMetrics,
  ) {
    metrics.gauge(
      'ledger_log_head_position',
      'Position of the last event',
      async () => (await standingOf(store, readStore)).head,
    );
    metrics.gauge(
      'ledger_read_model_lag_positions',
      'How far the read models are behind the log',
      async () => (await standingOf(store, readStore)).lag,
    );
  }

  @Get('health/live')
  @Public()
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { isEventStoreUp, isReadStoreUp, lag } = await standingOf(this.store, this.readStore);
    const checks = {
      eventStore: isEventStoreUp,
      readStore: isReadStoreUp,
      readModels: this.projections.isHealthy,
      credentials: this.directory.isUpToDate,
    };
    const isReady = Object.values(checks).every(Boolean);
    if (!isReady) void reply.status(503);
    // JSON has no NaN: a lag that nobody knows is null.
    return { status: isReady ? 'ready' : 'not-ready', checks, readModelLag: lag };
  }

  @Get('metrics')
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  figures(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
