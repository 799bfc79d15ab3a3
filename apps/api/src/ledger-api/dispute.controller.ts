import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { DisputeHistory, DisputeQueries, TimelineQueries } from '#libs/disputes';
import type { Moment, RecordedEvent } from '#libs/event-store';
import {
  cursorOf,
  type Exchange,
  HttpExchange,
  invalidRequest,
  placeOf,
  preferredType,
  readPosition,
  RequestProblem,
  untilReached,
  validatedQuery,
} from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { createPatch } from 'rfc6902';
import { DiffQuery, DisputeQuery, EventsQuery, TimelineQuery } from './ledger-api.dto.js';
import { limits } from './ledger-api.limits.js';
import { disputeAnswer, eventAnswer, timelineAnswer, timelineFilterOf } from './ledger-api.translate.js';
import { LATEST, MOMENT_OF_DISPUTE, momentFrom, takeMoment } from './moment-query.js';
import { type DisputeKey, PastDisputes } from './past-disputes.js';

const JSON_TYPE = 'application/json';
/** RFC 6902. */
const PATCH_TYPE = 'application/json-patch+json';

/**
 * What auditors read of one dispute, now and as it stood at any moment. Another tenant's dispute is answered as one
 * that does not exist.
 */
@Controller('ledger/disputes/:tenant/:disputeId')
export class DisputeController {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly timelines: TimelineQueries,
    private readonly history: DisputeHistory,
    private readonly past: PastDisputes,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async dispute(
    @Caller() caller: Principal,
    @Param() key: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { moment, rest } = takeMoment(query, MOMENT_OF_DISPUTE);
    const isExplained = validatedQuery(DisputeQuery, rest).explain === 'true';
    await readPosition(this.queries, exchange.request, exchange.reply);
    if (moment === undefined && !isExplained) return this.present(caller, key, exchange);

    const last = await this.lastEvent(caller, key, moment);
    if (moment !== undefined) await this.keepSettled(moment, last, exchange);
    if (isUnchanged(last.revision, exchange)) return undefined;
    const { document, leaves, changedBy } = await this.past.provenance(key, last.revision);
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
    @Param() key: DisputeKey,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const asked = validatedQuery(DiffQuery, query);
    const [from, to] = [
      momentFrom('from', asked.from),
      asked.to === undefined ? LATEST : momentFrom('to', asked.to),
    ];
    const type = preferredType(request, [JSON_TYPE, PATCH_TYPE]);
    const last = await this.lastEvent(caller, key, to);
    // Before the dispute's first event there was nothing, and everything of it is a change.
    const first = (await this.past.lastEventBy(key, from))?.revision ?? -1n;
    if (first > last.revision) throw invalidRequest([{ path: 'to', message: 'to must not be before from' }]);

    const { before, after, changes } = await this.past.diff(key, { from: first, to: last.revision });
    void reply.header('Vary', 'Accept').type(`${type}; charset=utf-8`);
    if (type === PATCH_TYPE) return createPatch(before, after);
    return { ...key, from: first < 0n ? null : String(first), to: String(last.revision), changes };
  }

  @Get('timeline')
  @Authenticated(ApiKeyGuard, 'timeline:read')
  async timeline(
    @Caller() caller: Principal,
    @Param() key: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { moment, rest } = takeMoment(query, MOMENT_OF_DISPUTE);
    const { limit, cursor, ...asked } = validatedQuery(TimelineQuery, rest);
    const after = placeOf(cursor);
    const filter = timelineFilterOf({ limit, ...asked });
    const last = moment === undefined ? undefined : await this.lastEvent(caller, key, moment);
    if (last !== undefined) await untilReached(this.queries, last.position);
    const position = await readPosition(this.queries, exchange.request, exchange.reply);
    if (last === undefined) await this.presentView(caller, key);
    else if (moment !== undefined) await this.keepSettled(moment, last, exchange);
    const { entries, next } = await this.timelines.timeline({
      ...key,
      filter: { ...filter, ...(last !== undefined && { upTo: last.revision }) },
      after,
      limit,
    });
    return { ...key, entries: entries.map(timelineAnswer), next: cursorOf(next), position };
  }

  @Get('events')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async rawEvents(@Caller() caller: Principal, @Param() key: DisputeKey, @Query() query: object) {
    const { limit, cursor } = validatedQuery(EventsQuery, query);
    const from = BigInt((placeOf(cursor) ?? -1) + 1);
    const isVisible = maySeeTenant(caller, key.tenant);
    const page = isVisible ? await this.history.events(key, from, limit + 1) : [];
    if (page.length === 0 && from === 0n) throw disputeNotFound();
    const mayExport = caller.scopes.includes('export:create');
    const shown = page.slice(0, limit);
    return {
      ...key,
      events: shown.map((event) => eventAnswer(event, mayExport)),
      next: cursorOf(page.length > limit ? (shown.at(-1)?.revision ?? null) : null),
    };
  }

  private async present(caller: Principal, key: DisputeKey, exchange: Exchange) {
    const view = await this.presentView(caller, key);
    return isUnchanged(view.revision, exchange) ? undefined : disputeAnswer(view);
  }

  private async presentView(caller: Principal, { tenant, disputeId }: DisputeKey) {
    const view = maySeeTenant(caller, tenant) ? await this.queries.dispute(tenant, disputeId) : null;
    if (view === null) throw disputeNotFound();
    return view;
  }

  /** @throws RequestProblem when there was no such dispute at the moment, or it is another tenant's. */
  private async lastEvent(
    caller: Principal,
    key: DisputeKey,
    moment: Moment | undefined,
  ): Promise<RecordedEvent> {
    const last = maySeeTenant(caller, key.tenant)
      ? await this.past.lastEventBy(key, moment ?? LATEST)
      : undefined;
    if (last === undefined) throw disputeNotFound();
    return last;
  }

  /** What is true for ever may be kept by whoever asked. */
  private async keepSettled(moment: Moment, { revision }: RecordedEvent, { reply }: Exchange): Promise<void> {
    if (!(await this.past.isSettled(moment, revision))) return;
    void reply.header('Cache-Control', `private, max-age=${limits.settledMaxAgeSeconds}, immutable`);
  }
}

/** Tags the answer with the dispute's revision. Whether the caller has it already, and is told so with 304. */
const isUnchanged = (revision: bigint | string, { request, reply }: Exchange): boolean => {
  const entityTag = `"${revision}"`;
  void reply.header('ETag', entityTag);
  if (request.headers['if-none-match'] !== entityTag) return false;
  void reply.status(304);
  return true;
};

const disputeNotFound = (): RequestProblem => new RequestProblem('not-found', 'There is no such dispute.');
