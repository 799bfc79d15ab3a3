import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { DisputeQueries, PastDisputeQueries } from '#libs/disputes';
import type { LogMoment } from '#libs/event-store';
import {
  cursorOf,
  type Exchange,
  HttpExchange,
  invalidRequest,
  placeOf,
  readPosition,
  timeCursorOf,
  timePlaceOf,
  untilReached,
  validatedQuery,
} from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { DisputesQuery } from './ledger-api.dto.js';
import { disputeAnswer, disputeFilterOf } from './ledger-api.translate.js';
import { MOMENT_OF_LIST, takeMoment } from './moment-query.js';
import { keepForEver } from './keep-for-ever.js';
import { PastDisputes } from './past-disputes.js';

/** The list of disputes that auditors read, as it stands or as it stood. */
@Controller('ledger/disputes')
export class DisputesController {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly pastQueries: PastDisputeQueries,
    private readonly past: PastDisputes,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async list(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    const { moment, rest } = takeMoment(query, MOMENT_OF_LIST);
    const asked = validatedQuery(DisputesQuery, rest);
    if (moment !== undefined && moment.kind !== 'revision')
      return this.pastList({ caller, asked, moment }, exchange);
    const { limit, cursor } = asked;
    const before = placeOf(cursor);
    const position = await readPosition(this.queries, exchange.request, exchange.reply);
    const filter = { ...disputeFilterOf(asked), ...tenantFilter(caller, asked.tenant) };
    const { disputes, counts, next } = await this.queries.disputes({ filter, before, limit });
    return { disputes: disputes.map(disputeAnswer), counts, next: cursorOf(next), position };
  }

  private async pastList(
    { caller, asked, moment }: { caller: Principal; asked: DisputesQuery; moment: LogMoment },
    exchange: Exchange,
  ): Promise<string | undefined> {
    const from = timePlaceOf(asked.cursor);
    await readPosition(this.queries, exchange.request, exchange.reply);
    const head = await this.past.headPosition();
    if (moment.kind === 'position' && moment.position > head)
      throw invalidRequest([
        { path: 'position', message: `position must be at most ${head}, where the log ends` },
      ]);
    await untilReached(this.queries, moment.kind === 'position' ? moment.position : head);
    const filter = { ...disputeFilterOf(asked), ...tenantFilter(caller, asked.tenant) };
    const page = { filter, before: from?.place ?? null, limit: asked.limit };
    const { disputes, counts, next, position } = await this.pastQueries.disputes(page, moment);
    void exchange.reply.header('Ledger-Position', String(position));
    const body = {
      disputes: disputes.map(disputeAnswer),
      counts,
      next: timeCursorOf('older', next),
      position: String(position),
    };
    return keepForEver(exchange, body, await this.past.isSettled(moment, 0n));
  }
}

/** A tenant that the caller may not see is answered as one that has nothing. No tenant has the empty name. */
const tenantFilter = (caller: Principal, asked: string | undefined): { readonly tenant?: string } => {
  if (asked !== undefined) return { tenant: maySeeTenant(caller, asked) ? asked : '' };
  return caller.tenant === null ? {} : { tenant: caller.tenant };
};
