import { Module } from '@nestjs/common';
import { ActivityQueries } from './read-models/activity-queries.js';
import { LedgerFeed } from './streams/ledger-feed.js';

@Module({ providers: [ActivityQueries, LedgerFeed], exports: [ActivityQueries, LedgerFeed] })
export class ActivityModule {}
