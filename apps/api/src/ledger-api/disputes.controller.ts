import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import { DisputeQueries, PastDisputeQueries } from '#libs/disputes';
import type { LogMoment } from '#libs/event-store';
import {
  cursorOf,
  describeState,
  type Exchange,
  HttpExchange,
  placeInLog,
  PositionSource,
  readPosition,
  timeCursorOf,
  timePlaceInLog,
  untilReached,
  validatedQuery,
} from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { AskedMoments, shownInstant } from './asked-moments.js';
import { DisputesQuery } from './ledger-api.dto.js';
import { disputeAnswer, disputeFilterOf } from './ledger-api.translate.js';
import { SettledAnswers } from './settled-answers.js';
import { tenantFilter } from './visible-tenant.js';

/** The list of disputes that auditors read, now or as it stood at a moment of the past. */
@Controller('ledger/disputes')
export class DisputesController {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly pastQueries: PastDisputeQueries,
    private readonly moments: AskedMoments,
    private readonly settled: SettledAnswers,
    private readonly positions: PositionSource,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async list(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    const { moment, rest } = await this.moments.ofList(query, exchange);
    const asked = validatedQuery(DisputesQuery, rest);
    if (moment !== undefined) return this.pastList({ caller, asked, moment }, exchange);
    const { limit, cursor } = asked;
    const before = await placeInLog(this.positions, cursor);
    const position = await readPosition(this.positions, exchange.request, exchange.reply);
    const filter = { ...disputeFilterOf(asked, this.moments.zone), ...tenantFilter(caller, asked.tenant) };
    const { disputes, counts, next } = await this.queries.disputes({ filter, before, limit });
    return { disputes: disputes.map(disputeAnswer), counts, next: cursorOf(next), position };
  }

  private async pastList(
    { caller, asked, moment }: { caller: Principal; asked: DisputesQuery; moment: LogMoment },
    exchange: Exchange,
  ): Promise<string | undefined> {
    const from = await timePlaceInLog(this.positions, asked.cursor);
    await readPosition(this.positions, exchange.request, exchange.reply);
    await untilReached(this.positions, await this.moments.toldFrom(moment));
    const filter = { ...disputeFilterOf(asked, this.moments.zone), ...tenantFilter(caller, asked.tenant) };
    const page = { filter, before: from?.place ?? null, limit: asked.limit };
    const { disputes, counts, next, position } = await this.pastQueries.disputes(page, moment);
    describeState({ position }, exchange);
    const body = {
      disputes: disputes.map(disputeAnswer),
      counts,
      next: timeCursorOf('older', next),
      position: String(position),
      ...shownInstant(moment),
    };
    return this.settled.json(body, { moment, revision: 0n }, exchange);
  }
}
