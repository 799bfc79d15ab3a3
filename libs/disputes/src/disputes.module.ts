import { Module } from '@nestjs/common';
import { ChangeDisputeHandler } from './application/change-dispute.js';
import { Disputes } from './application/disputes.js';
import { DisputeFeed } from './streams/dispute-feed.js';
import { DisputeHistory } from './streams/dispute-history.js';
import { DisputeQueries } from './read-models/disputes/dispute-queries.js';
import { PastDisputeQueries } from './read-models/disputes/past-dispute-queries.js';
import { TimelineQueries } from './read-models/timeline/timeline-queries.js';
import { ResolutionQueries } from './read-models/resolutions/resolution-queries.js';

const offered = [
  DisputeFeed,
  DisputeHistory,
  DisputeQueries,
  Disputes,
  PastDisputeQueries,
  ResolutionQueries,
  TimelineQueries,
];

@Module({ providers: [ChangeDisputeHandler, ...offered], exports: offered })
export class DisputesModule {}
