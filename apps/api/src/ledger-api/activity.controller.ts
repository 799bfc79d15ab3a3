import { ApiKeyGuard, Authenticated, Caller, OpenStreams, type Principal } from '#libs/access';
import { type ActivityFilter, ActivityQueries } from '#libs/activity';
import {
  type Exchange,
  HttpExchange,
  invalidRequest,
  PositionSource,
  preferredType,
  readPosition,
  timeCursorOf,
  timePlaceInLog,
  validatedQuery,
} from '#libs/http';
import { beginningOf, endOf, TimeZone } from '#libs/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { allActivity, CSV, csvPieces, NDJSON, ndjsonPieces } from './activity-export.js';
import { ActivityQuery } from './ledger-api.dto.js';
import { activityAnswer } from './ledger-api.translate.js';
import { visibleTenant } from './visible-tenant.js';

const JSON_TYPE = 'application/json';

/** Everything that a tenant, an actor, a credential or an institution did: page by page, or as one file. */
@Controller('ledger/activity')
export class ActivityController {
  constructor(
    private readonly activity: ActivityQueries,
    private readonly positions: PositionSource,
    private readonly streams: OpenStreams,
    private readonly zone: TimeZone,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'timeline:read')
  async list(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    const asked = validatedQuery(ActivityQuery, query);
    const from = await timePlaceInLog(this.positions, asked.cursor);
    const filter = {
      ...filterOf(asked, visibleTenant(caller, asked.tenant)),
      ...timesOf(asked, this.zone),
    };
    const type = preferredType(exchange.request, [JSON_TYPE, CSV, NDJSON]);
    if (type !== JSON_TYPE) assertWhole(query, type);
    const position = await readPosition(this.positions, exchange.request, exchange.reply);
    void exchange.reply.header('Vary', 'Accept');
    if (type === JSON_TYPE) {
      const { activities, older, newer } = await this.activity.page({ filter, from, limit: asked.limit });
      return {
        activities: activities.map(activityAnswer),
        next: timeCursorOf('older', older),
        previous: timeCursorOf('newer', newer),
        position,
      };
    }
    void exchange.reply.type(
      type === CSV ? `${CSV}; charset=utf-8; header=present` : `${NDJSON}; charset=utf-8`,
    );
    const pieces = type === CSV ? csvPieces : ndjsonPieces;
    return this.streams.start(exchange, caller, (signal) =>
      pieces(allActivity(this.activity, filter, signal)),
    );
  }
}

/**
 * Rejects parameters of pages where there are no pages.
 *
 * @throws RequestProblem naming `limit`, `cursor` or both.
 */
const assertWhole = (query: object, type: string): void => {
  const refused = ['limit', 'cursor'].filter((parameter) => parameter in query);
  if (refused.length > 0)
    throw invalidRequest(
      refused.map((path) => ({
        path,
        message: `${path} is for pages; ${type} returns everything that matches`,
      })),
    );
};

const filterOf = (query: ActivityQuery, tenant: string | null): ActivityFilter => ({
  ...(tenant !== null && { tenant }),
  ...(query.actor !== undefined && { actor: query.actor }),
  ...(query.credential !== undefined && { credentialId: query.credential }),
  ...(query.holder !== undefined && { holder: query.holder }),
  ...(query.type !== undefined && { types: query.type }),
  ...(query.q !== undefined && { q: query.q }),
});

const timesOf = (query: ActivityQuery, zone: TimeZone): Pick<ActivityFilter, 'from' | 'to'> => {
  const from = query.from === undefined ? undefined : beginningOf(query.from, zone);
  const to = query.to === undefined ? undefined : endOf(query.to, zone);
  if (from !== undefined && to !== undefined && to < from)
    throw invalidRequest([{ path: 'to', message: 'to must not be before from' }]);
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
};
