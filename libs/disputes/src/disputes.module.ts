import { Module } from '@nestjs/common';
import { DisputeFiles } from './application/dispute-files.js';
import {
  ChangeDisputeHandler,
  PreviewDisputeChangeHandler,
  RepeatDisputeChangeHandler,
} from './application/dispute-handlers.js';
import { CurrentDisputes } from './read-models/disputes/current-disputes.js';
import { DisputeIds } from './read-models/disputes/dispute-ids.js';
import { DisputeNumbers } from './application/dispute-numbers.js';
import { Disputes } from './application/disputes.js';
import { OdrSpellings } from './read-models/disputes/odr-spellings.js';
import { DisputeHistory } from './streams/dispute-history.js';
import { DisputeQueries } from './read-models/disputes/dispute-queries.js';
import { PastDisputeQueries } from './read-models/disputes/past-dispute-queries.js';
import { WholeDisputeLists } from './read-models/disputes/whole-dispute-lists.js';
import { CurrentTimelines } from './read-models/timeline/current-timelines.js';
import { TimelineQueries } from './read-models/timeline/timeline-queries.js';
import { ResolutionQueries } from './read-models/resolutions/resolution-queries.js';

const offered = [
  CurrentDisputes,
  CurrentTimelines,
  DisputeHistory,
  DisputeIds,
  DisputeNumbers,
  DisputeQueries,
  PastDisputeQueries,
  ResolutionQueries,
  TimelineQueries,
  WholeDisputeLists,
];

const handlers = [ChangeDisputeHandler, PreviewDisputeChangeHandler, RepeatDisputeChangeHandler];

/** Changes go over the command bus; reads, and the numbers of documents, through what is exported. */
@Module({
  providers: [
    Disputes,
    { provide: DisputeFiles, useExisting: DisputeIds },
    OdrSpellings,
    ...handlers,
    ...offered,
  ],
  exports: offered,
})
export class DisputesModule {}
