import { Module } from '@nestjs/common';
import { ChangeDisputeHandler } from './application/change-dispute.js';
import { DisputeHistory } from './read-models/dispute-history.js';
import { DisputeQueries } from './read-models/dispute-queries.js';

@Module({
  providers: [ChangeDisputeHandler, DisputeHistory, DisputeQueries],
  exports: [DisputeHistory, DisputeQueries],
})
export class DisputesModule {}
