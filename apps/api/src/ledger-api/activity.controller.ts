import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import { type ActivityFilter, ActivityQueries } from '#libs/activity';
import {
  assertComplete,
  type Exchange,
  HttpExchange,
  invalidRequest,
  listPosition,
  PositionSource,
  rebuildingNote,
  timeCursorOf,
  timePlaceInLog,
  validatedQuery,
  Offers,
} from '#libs/http';
import { beginningOf, endOf, TimeZone } from '#libs/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { allActivity } from './activity-export.js';
import { ActivityQuery } from './ledger-api.dto.js';
import { activityAnswer } from './ledger-api.translate.js';
import { activityColumns } from './lists/list-columns.js';
import { ListFiles, tenantPart } from './lists/list-files.js';
import { LIST_TYPES, takeListForm } from './lists/list-form.js';
import { ofSteadyRows } from './lists/steady-rows.js';
import { visibleTenant } from './visible-tenant.js';

/** Everything that a tenant, an actor, a credential or an institution did: page by page, or as one file. */
@Controller('ledger/activity')
export class ActivityController {
  constructor(
    private readonly activity: ActivityQueries,
    private readonly positions: PositionSource,
    private readonly files: ListFiles,
    private readonly zone: TimeZone,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'timeline:read')
  @Offers(...LIST_TYPES)
  async list(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    const { form, rest } = takeListForm(query, exchange.request);
    const asked = validatedQuery(ActivityQuery, rest);
    const from = await timePlaceInLog(this.positions, asked.cursor);
    const filter = {
      ...filterOf(asked, visibleTenant(caller, asked.tenant)),
      ...timesOf(asked, this.zone),
    };
    const state = await listPosition(this.positions, exchange);
    if (form !== undefined) {
      assertComplete(state.rebuilding);
      return this.files.start(exchange, caller, {
        form,
        name: ['activity', tenantPart(caller, asked.tenant)],
        columns: activityColumns,
        show: activityAnswer,
        pages: (signal) => ofSteadyRows(this.positions, allActivity(this.activity, filter, signal)),
      });
    }
    const { activities, older, newer } = await this.activity.page({ filter, from, limit: asked.limit });
    return {
      activities: activities.map(activityAnswer),
      next: timeCursorOf('older', older),
      previous: timeCursorOf('newer', newer),
      position: state.position,
      ...rebuildingNote(state),
    };
  }
}

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
