import { Module } from '@nestjs/common';
import { ActivityQueries } from './read-models/activity-queries.js';

@Module({ providers: [ActivityQueries], exports: [ActivityQueries] })
export class ActivityModule {}
