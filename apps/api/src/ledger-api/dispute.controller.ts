import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import { TimelineQueries } from '#libs/disputes';
import {
  cursorOf,
  entityTagOf,
  type Exchange,
  HttpExchange,
  invalidRequest,
  isUnchanged,
  placeOf,
  PositionSource,
  readPosition,
  untilReached,
  validatedQuery,
} from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { shownInstant } from './asked-moments.js';
import { preferredDiffForm } from './diff-forms.js';
import { DiffQuery, DisputeQuery, EventsQuery, TimelineQuery } from './ledger-api.dto.js';
import { disputeAnswer, eventAnswer, timelineAnswer, timelineFilterOf } from './ledger-api.translate.js';
import { LATEST } from './moment-query.js';
import { type DisputeKey, PastDisputes } from './past-disputes.js';
import { SettledAnswers } from './settled-answers.js';
import { VisibleDisputes } from './visible-disputes.js';

/** Serves one dispute to auditors, as it is now and as it stood at any moment. */
@Controller('ledger/disputes/:tenant/:disputeId')
export class DisputeController {
  constructor(
    private readonly timelines: TimelineQueries,
    private readonly visible: VisibleDisputes,
    private readonly past: PastDisputes,
    private readonly settled: SettledAnswers,
    private readonly positions: PositionSource,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async dispute(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { moment, rest } = await this.past.moments.ofDispute(query, exchange);
    const isExplained = validatedQuery(DisputeQuery, rest).explain === 'true';
    await readPosition(this.positions, exchange.request, exchange.reply);
    const key = await this.visible.keyOf(caller, written);
    if (moment === undefined && !isExplained) {
      const view = await this.visible.view(caller, key);
      return isUnchanged(entityTagOf(view.revision), exchange) ? undefined : disputeAnswer(view);
    }
    const { revision } = await this.visible.lastEvent(caller, key, moment);
    await this.settled.letKeep({ moment, revision }, exchange);
    if (isUnchanged(entityTagOf(revision), exchange)) return undefined;
    const { document, leaves, changedBy } = await this.past.provenance(key, revision);
    if (!isExplained) return document;
    return {
      ...document,
      explanation: Object.fromEntries([...leaves.keys()].map((at) => [at, changedBy.get(at)])),
    };
  }

  @Get('diff')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async diff(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const asked = validatedQuery(DiffQuery, query);
    const [from, to] = [
      this.past.moments.inStream('from', asked.from),
      asked.to === undefined ? LATEST : this.past.moments.inStream('to', asked.to),
    ];
    const form = preferredDiffForm(request);
    const key = await this.visible.keyOf(caller, written);
    const last = await this.visible.lastEvent(caller, key, to);
    const revisions = { from: await this.past.revisionAt(key, from), to: last.revision };
    if (revisions.from > revisions.to)
      throw invalidRequest([{ path: 'to', message: 'to must not be before from' }]);
    const diff = await this.past.diff(key, revisions);
    void reply.header('Vary', 'Accept').type(form.contentType);
    return form.show(
      { key, ...revisions, asOf: { from: shownInstant(from).asOf, to: shownInstant(to).asOf } },
      diff,
    );
  }

  @Get('timeline')
  @Authenticated(ApiKeyGuard, 'timeline:read')
  async timeline(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { moment, rest } = await this.past.moments.ofDispute(query, exchange);
    const { limit, cursor, ...asked } = validatedQuery(TimelineQuery, rest);
    const after = placeOf(cursor);
    const key = await this.visible.keyOf(caller, written);
    if (after !== null) await this.visible.assertHas(caller, key, after);
    const filter = timelineFilterOf({ limit, ...asked }, this.past.moments.zone);
    const last = moment === undefined ? undefined : await this.visible.lastEvent(caller, key, moment);
    if (last !== undefined) await untilReached(this.positions, last.position);
    const position = await readPosition(this.positions, exchange.request, exchange.reply);
    if (last === undefined) await this.visible.view(caller, key);
    else await this.settled.letKeep({ moment, revision: last.revision }, exchange);
    const { entries, next } = await this.timelines.timeline({
      ...key,
      filter: { ...filter, ...(last !== undefined && { upTo: last.revision }) },
      after,
      limit,
    });
    return {
      ...key,
      entries: entries.map(timelineAnswer),
      next: cursorOf(next),
      position,
      ...shownInstant(moment),
    };
  }

  @Get('events')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async rawEvents(@Caller() caller: Principal, @Param() written: DisputeKey, @Query() query: object) {
    const { limit, cursor } = validatedQuery(EventsQuery, query);
    const after = placeOf(cursor) ?? -1;
    const key = await this.visible.keyOf(caller, written);
    if (after >= 0) await this.visible.assertHas(caller, key, after);
    const from = BigInt(after + 1);
    const page = await this.visible.events(caller, key, { from, limit: limit + 1 });
    const mayExport = caller.scopes.includes('export:create');
    const shown = page.slice(0, limit);
    return {
      ...key,
      events: shown.map((event) => eventAnswer(event, mayExport)),
      next: cursorOf(page.length > limit ? (shown.at(-1)?.revision ?? null) : null),
    };
  }
}
