import { Module } from '@nestjs/common';
import { ChangeDisputeHandler } from './application/change-dispute.js';
import { DisputeEvents } from './application/dispute-events.js';
import { DisputeQueries } from './read-models/dispute-queries.js';

@Module({
  providers: [ChangeDisputeHandler, DisputeEvents, DisputeQueries],
  exports: [DisputeEvents, DisputeQueries],
})
export class DisputesModule {}
