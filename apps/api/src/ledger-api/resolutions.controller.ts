import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { ResolutionQueries } from '#libs/disputes';
import { cursorOf, type Exchange, HttpExchange, placeOf, readPosition, validatedQuery } from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { ResolutionsQuery } from './ledger-api.dto.js';
import { resolutionAnswer, resolutionFilterOf } from './ledger-api.translate.js';

/** How disputes ended, as it was decided: what was configured later changes nothing here. */
@Controller('ledger/resolutions')
export class ResolutionsController {
  constructor(private readonly queries: ResolutionQueries) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async list(
    @Caller() caller: Principal,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const { limit, cursor, ...asked } = validatedQuery(ResolutionsQuery, query);
    const before = placeOf(cursor);
    const position = await readPosition(this.queries, request, reply);
    if (asked.tenant !== undefined && !maySeeTenant(caller, asked.tenant))
      return { resolutions: [], next: null, position };
    const filter = {
      ...resolutionFilterOf({ limit, ...asked }),
      ...(caller.tenant !== null && { tenant: caller.tenant }),
    };
    const { resolutions, next } = await this.queries.resolutions({ filter, before, limit });
    return { resolutions: resolutions.map(resolutionAnswer), next: cursorOf(next), position };
  }
}
