import { OffersAnything } from '#libs/http';
import { Public } from '#libs/access';
import { ProofLog } from '#libs/proof';
import { isRebuilding } from '#libs/deployment';
import { CurrentRows } from '#libs/read-store';
import { Controller, Get, Header } from '@nestjs/common';
import { Doubts } from '../doubts/doubts.js';
import { HeldStreams } from '../held/held-streams.js';
import { RequestMetrics } from '../http/request-metrics.js';

/** Metrics for Prometheus. They name no tenant and no secret. */
@Controller()
@OffersAnything()
export class MetricsController {
  constructor(
    private readonly metrics: RequestMetrics,
    rows: CurrentRows,
    proofLog: ProofLog,
    doubts: Doubts,
    heldStreams: HeldStreams,
  ) {
    metrics.gauge(
      'ledger_log_head_position',
      'Position of the last event in the event log',
      async () => (await heldStreams.standing()).head,
    );
    metrics.gauge(
      'ledger_read_model_lag_positions',
      'How far the read models are behind the log',
      async () => (await heldStreams.standing()).lag,
    );
    metrics.gauge(
      'ledger_read_models_rebuilding',
      '1 while the read models are built from the log, so that lists are not complete, else 0',
      () => isRebuilding(rows),
    );
    metrics.gauge(
      'ledger_signed_events',
      'Events of the proof log that the newest signed checkpoint covers',
      async () => proofLog.signer.newest?.size ?? 0,
    );
    metrics.gauge(
      'ledger_proof_faults',
      '1 when the event log does not verify or the proof log cannot be signed, else 0',
      async () => (proofLog.standing.isHealthy ? 0 : 1),
    );
    metrics.gauge(
      'ledger_clock_in_doubt',
      '1 while the clock contradicts the machine or the log, so that nothing is recorded, else 0',
      async () => (doubts.clock.isSound ? 0 : 1),
    );
    metrics.gauge(
      'ledger_held_streams',
      'Streams that cannot be read and that no operator has decided about',
      () =>
        heldStreams.undecided().then(
          ({ length }) => length,
          () => Number.NaN,
        ),
    );
  }

  @Get('metrics')
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  figures(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
