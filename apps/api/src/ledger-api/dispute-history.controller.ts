import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import { disputeStream, exportStream, type TimelineEntry, type TimelineFilter } from '#libs/disputes';
import type { Moment, RecordedEvent } from '#libs/event-store';
import {
  cursorOf,
  describeState,
  type Exchange,
  HttpExchange,
  placeOf,
  PositionSource,
  streamPosition,
  validatedQuery,
  Offers,
} from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { AskedMoments, shownInstant } from './asked-moments.js';
import { EventsQuery, TimelineQuery } from './ledger-api.dto.js';
import { eventAnswer, timelineAnswer, timelineFilterOf } from './ledger-api.translate.js';
import { eventColumns, timelineColumns } from './lists/list-columns.js';
import { ListFiles } from './lists/list-files.js';
import { LIST_TYPES, takeListForm } from './lists/list-form.js';
import { ListedHistory } from './lists/listed-history.js';
import type { DisputeKey } from './past-disputes.js';
import { SettledAnswers } from './settled-answers.js';
import { timelineCursorOf, timelinePlaceOf } from './timeline-cursor.js';
import { assertReached } from './visible-disputes.js';

/** Lists what happened in one dispute: as sentences for people, and as the events themselves. */
@Controller('ledger/disputes/:tenant/:disputeId')
export class DisputeHistoryController {
  constructor(
    private readonly listed: ListedHistory,
    private readonly moments: AskedMoments,
    private readonly settled: SettledAnswers,
    private readonly positions: PositionSource,
    private readonly files: ListFiles,
  ) {}

  @Get('timeline')
  @Authenticated(ApiKeyGuard, 'timeline:read')
  @Offers(...LIST_TYPES)
  async timeline(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { form, rest: inAnyForm } = takeListForm(query, exchange.request);
    const { moment, rest } = await this.moments.ofDispute(inAnyForm, exchange);
    const { limit, cursor, ...asked } = validatedQuery(TimelineQuery, rest);
    const speakFor = await streamPosition(this.positions, exchange);
    const key = await this.listed.visible.keyOf(caller, written);
    const sources = { positions: this.positions, visible: this.listed.visible };
    const after = await timelinePlaceOf({ caller, key, cursor }, sources);
    const last = await this.lastOf(caller, key, moment);
    const position = speakFor(last.position);
    if (moment !== undefined) await this.settled.letKeep({ moment, revision: last.revision }, exchange);
    const filter = {
      ...timelineFilterOf({ limit, ...asked }, this.moments.zone),
      ...(moment !== undefined && shownBy(moment, last)),
    };
    if (form !== undefined)
      return this.files.start(exchange, caller, {
        form,
        name: ['timeline', key.tenant, key.disputeId],
        columns: timelineColumns,
        show: (entry: TimelineEntry) => ({
          ...key,
          stream: streamOf(key, entry),
          ...timelineAnswer(entry),
        }),
        pages: (signal) => this.listed.entries({ ...key, filter }, signal),
      });
    const page = { ...key, filter, after, limit };
    const until = await this.toldFrom(moment, last);
    const { entries, next } = await this.listed.timelines.timeline(page, until);
    return {
      ...key,
      entries: entries.map(timelineAnswer),
      next: timelineCursorOf(next),
      position,
      ...shownInstant(moment),
    };
  }

  @Get('events')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  @Offers(...LIST_TYPES)
  async rawEvents(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { form, rest } = takeListForm(query, exchange.request);
    const { limit, cursor } = validatedQuery(EventsQuery, rest);
    const key = await this.listed.visible.keyOf(caller, written);
    const mayExport = caller.scopes.includes('export:create');
    if (form !== undefined) {
      // Answers 404 before the file begins.
      const { position } = await this.listed.visible.lastEvent(caller, key);
      describeState({ position }, exchange);
      return this.files.start(exchange, caller, {
        form,
        name: ['events', key.tenant, key.disputeId],
        columns: eventColumns,
        show: (event: RecordedEvent) => eventAnswer(event, mayExport),
        pages: (signal) => this.listed.events(caller, key, signal),
      });
    }
    const after = placeOf(cursor) ?? -1;
    if (after >= 0) await this.listed.visible.assertHas(caller, key, after);
    const from = BigInt(after + 1);
    const page = await this.listed.visible.events(caller, key, { from, limit: limit + 1 });
    const shown = page.slice(0, limit);
    return {
      ...key,
      events: shown.map((event) => eventAnswer(event, mayExport)),
      next: cursorOf(page.length > limit ? (shown.at(-1)?.revision ?? null) : null),
    };
  }

  /** Returns the last event that the timeline has by the moment, or now. @throws RequestProblem 404 or 400. */
  private async lastOf(
    caller: Principal,
    key: DisputeKey,
    moment: Moment | undefined,
  ): Promise<RecordedEvent> {
    if (moment === undefined) return (await this.listed.visible.now(caller, key)).last;
    const last = await this.listed.visible.lastEvent(caller, key, moment);
    assertReached({ parameter: 'revision', moment }, last);
    return last;
  }

  /** Returns the position that rows need for the moment. Exports are recorded between two events of the dispute. */
  private async toldFrom(moment: Moment | undefined, last: RecordedEvent): Promise<bigint> {
    if (moment === undefined || moment.kind === 'revision') return last.position;
    return this.moments.neededFor(moment);
  }
}

/** Returns what of the timeline stood at the moment: exports of after it are left out like events of after it. */
const shownBy = (moment: Moment, last: RecordedEvent): TimelineFilter => {
  if (moment.kind === 'instant') return { recordedBy: moment.instant };
  return { upTo: moment.kind === 'position' ? moment.position : last.position };
};

/** Returns the stream of the entry's event. */
const streamOf = ({ tenant, disputeId }: DisputeKey, { type }: TimelineEntry): string =>
  type === 'DisputeExported' ? exportStream(tenant) : disputeStream(tenant, disputeId);
