import { CredentialDirectory, KeyedWrites, OpenStreams } from '#libs/access';
import { ActivityModule } from '#libs/activity';
import { ProofLog } from '#libs/proof';
import { DisputeConfigurationModule } from '#libs/dispute-configuration';
import { DisputesModule } from '#libs/disputes';
import { EventStore, LogHead } from '#libs/event-store';
import { PositionSource } from '#libs/http';
import { Clock, TimeZone } from '#libs/kernel';
import { CurrentRows, Projections, ReadStore } from '#libs/read-store';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { ApiEnvironment } from './api-environment.js';
import { Doubts } from './doubts/doubts.js';
import { HeldStreams } from './held/held-streams.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { RequestMetrics } from './http/request-metrics.js';
import { AskedMoments } from './ledger-api/asked-moments.js';
import { ActivityController } from './ledger-api/activity.controller.js';
import { ConfigurationsController } from './ledger-api/configurations.controller.js';
import { DisputeHistoryController } from './ledger-api/dispute-history.controller.js';
import { DisputeController } from './ledger-api/dispute.controller.js';
import { DisputesController } from './ledger-api/disputes.controller.js';
import { FeedController } from './ledger-api/feed.controller.js';
import { KeyedReplays } from './ledger-api/keyed-replays.js';
import { KnownReplays } from './ledger-api/known-replays.js';
import { ListedDisputes } from './ledger-api/lists/listed-disputes.js';
import { ListedHistory } from './ledger-api/lists/listed-history.js';
import { ListStates } from './ledger-api/lists/list-states.js';
import { ListFiles } from './ledger-api/lists/list-files.js';
import { PastDisputes } from './ledger-api/past-disputes.js';
import { ExportController } from './ledger-api/export.controller.js';
import { ProofsController } from './ledger-api/proofs.controller.js';
import { Replays } from './ledger-api/replays.js';
import { ReplaysController } from './ledger-api/replays.controller.js';
import { ResolutionsController } from './ledger-api/resolutions.controller.js';
import { SettledAnswers } from './ledger-api/settled-answers.js';
import { VisibleDisputes } from './ledger-api/visible-disputes.js';
import { LedgerPositions } from './ledger-positions.js';
import type { Ledger } from './ledger.js';
import { ReplayRecords } from '#libs/trail';
import { ReplayRuns } from './replays/replay-runs.js';

/** Provides, by class, what was opened before Nest started. */
@Global()
@Module({})
class LedgerModule {
  static of(
    { store, readStore, rows, directory, projections, proofLog, replayRuns, doubts, heldStreams }: Ledger,
    timeZone: TimeZone,
  ): DynamicModule {
    const head = new LogHead(store, () => directory.subscriptions);
    const providers = [
      { provide: EventStore, useValue: store },
      { provide: ReadStore, useValue: readStore },
      { provide: LogHead, useValue: head },
      { provide: CurrentRows, useValue: rows },
      { provide: PositionSource, useValue: new LedgerPositions(rows, head) },
      { provide: CredentialDirectory, useValue: directory },
      { provide: Projections, useValue: projections },
      { provide: ProofLog, useValue: proofLog },
      { provide: ReplayRuns, useValue: replayRuns },
      { provide: ReplayRecords, useValue: new ReplayRecords(store) },
      { provide: HeldStreams, useValue: heldStreams },
      { provide: Clock, useValue: doubts.clock },
      { provide: Doubts, useValue: doubts },
      { provide: TimeZone, useValue: timeZone },
      OpenStreams,
    ];
    return { module: LedgerModule, providers, exports: providers };
  }
}

@Module({})
export class AppModule {
  static of(
    ledger: Ledger,
    { partnerModules, timeZone }: ApiEnvironment,
    metrics: RequestMetrics,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        LedgerModule.of(ledger, timeZone),
        ActivityModule,
        DisputeConfigurationModule,
        DisputesModule,
        ...partnerModules,
      ],
      controllers: [
        DisputesController,
        DisputeController,
        DisputeHistoryController,
        FeedController,
        ActivityController,
        ReplaysController,
        ResolutionsController,
        ConfigurationsController,
        ExportController,
        HealthController,
        MetricsController,
        ProofsController,
      ],
      providers: [
        { provide: RequestMetrics, useValue: metrics },
        KeyedReplays,
        KeyedWrites,
        AskedMoments,
        ListedDisputes,
        ListedHistory,
        ListFiles,
        ListStates,
        PastDisputes,
        KnownReplays,
        Replays,
        SettledAnswers,
        VisibleDisputes,
      ],
    };
  }
}
