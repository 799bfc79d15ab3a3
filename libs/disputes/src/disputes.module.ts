import { Module } from '@nestjs/common';
import { ChangeDisputeHandler } from './application/change-dispute.js';
import { DisputeFeed } from './read-models/dispute-feed.js';
import { DisputeHistory } from './read-models/dispute-history.js';
import { DisputeQueries } from './read-models/dispute-queries.js';
import { PastDisputeQueries } from './read-models/past-dispute-queries.js';

@Module({
  providers: [ChangeDisputeHandler, DisputeFeed, DisputeHistory, DisputeQueries, PastDisputeQueries],
  exports: [DisputeFeed, DisputeHistory, DisputeQueries, PastDisputeQueries],
})
export class DisputesModule {}
