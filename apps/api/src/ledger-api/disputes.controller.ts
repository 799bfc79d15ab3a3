import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { DisputeHistory, DisputeQueries } from '#libs/disputes';
import {
  cursorOf,
  type Exchange,
  HttpExchange,
  placeOf,
  readPosition,
  RequestProblem,
  validatedQuery,
} from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { DisputesQuery, EventsQuery, TimelineQuery } from './ledger-api.dto.js';
import {
  disputeAnswer,
  disputeFilterOf,
  eventAnswer,
  timelineAnswer,
  timelineFilterOf,
} from './ledger-api.translate.js';

/** What auditors read of disputes. Another tenant's dispute is answered as one that does not exist. */
@Controller('ledger/disputes')
export class DisputesController {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly history: DisputeHistory,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async list(
    @Caller() caller: Principal,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const { limit, cursor, ...asked } = validatedQuery(DisputesQuery, query);
    const before = placeOf(cursor);
    const position = await readPosition(this.queries, request, reply);
    const filter = {
      ...disputeFilterOf({ limit, ...asked }),
      ...(caller.tenant !== null && { tenant: caller.tenant }),
    };
    if (asked.tenant !== undefined && !maySeeTenant(caller, asked.tenant))
      return { disputes: [], counts: {}, next: null, position };
    const { disputes, counts, next } = await this.queries.disputes({ filter, before, limit });
    return { disputes: disputes.map(disputeAnswer), counts, next: cursorOf(next), position };
  }

  @Get(':tenant/:disputeId')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async dispute(
    @Caller() caller: Principal,
    @Param() { tenant, disputeId }: DisputePath,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    await readPosition(this.queries, request, reply);
    const view = maySeeTenant(caller, tenant) ? await this.queries.dispute(tenant, disputeId) : null;
    if (view === null) throw disputeNotFound();
    const entityTag = `"${view.revision}"`;
    void reply.header('ETag', entityTag);
    if (request.headers['if-none-match'] !== entityTag) return disputeAnswer(view);
    void reply.status(304);
    return undefined;
  }

  @Get(':tenant/:disputeId/timeline')
  @Authenticated(ApiKeyGuard, 'timeline:read')
  async timeline(
    @Caller() caller: Principal,
    @Param() { tenant, disputeId }: DisputePath,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const { limit, cursor, ...asked } = validatedQuery(TimelineQuery, query);
    const after = placeOf(cursor);
    const position = await readPosition(this.queries, request, reply);
    const view = maySeeTenant(caller, tenant) ? await this.queries.dispute(tenant, disputeId) : null;
    if (view === null) throw disputeNotFound();
    const filter = timelineFilterOf({ limit, ...asked });
    const { entries, next } = await this.queries.timeline({ tenant, disputeId, filter, after, limit });
    return { tenant, disputeId, entries: entries.map(timelineAnswer), next: cursorOf(next), position };
  }

  @Get(':tenant/:disputeId/events')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async rawEvents(
    @Caller() caller: Principal,
    @Param() { tenant, disputeId }: DisputePath,
    @Query() query: object,
  ) {
    const { limit, cursor } = validatedQuery(EventsQuery, query);
    const from = BigInt((placeOf(cursor) ?? -1) + 1);
    const isVisible = maySeeTenant(caller, tenant);
    const page = isVisible ? await this.history.events({ tenant, disputeId }, from, limit + 1) : [];
    if (page.length === 0 && from === 0n) throw disputeNotFound();
    const mayExport = caller.scopes.includes('export:create');
    const shown = page.slice(0, limit);
    return {
      tenant,
      disputeId,
      events: shown.map((event) => eventAnswer(event, mayExport)),
      next: cursorOf(page.length > limit ? (shown.at(-1)?.revision ?? null) : null),
    };
  }
}

interface DisputePath {
  readonly tenant: string;
  readonly disputeId: string;
}

const disputeNotFound = (): RequestProblem => new RequestProblem('not-found', 'There is no such dispute.');
