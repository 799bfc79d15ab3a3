import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { DisputeQueries } from '#libs/disputes';
import { cursorOf, type Exchange, HttpExchange, placeOf, readPosition, validatedQuery } from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { DisputesQuery } from './ledger-api.dto.js';
import { disputeAnswer, disputeFilterOf } from './ledger-api.translate.js';

/** The list of disputes that auditors read. */
@Controller('ledger/disputes')
export class DisputesController {
  constructor(private readonly queries: DisputeQueries) {}

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
}
