import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import {
  type DisputeResolution,
  disputeStream,
  type ResolutionFilter,
  ResolutionQueries,
} from '#libs/disputes';
import type { LogMoment } from '#libs/event-store';
import {
  assertComplete,
  cursorOf,
  type Exchange,
  HttpExchange,
  placeInLog,
  rebuildingNote,
  validatedQuery,
  Offers,
} from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { AskedMoments } from './asked-moments.js';
import { ResolutionsQuery } from './ledger-api.dto.js';
import { limits } from './ledger-api.limits.js';
import { heldAnswer, resolutionAnswer, resolutionFilterOf } from './ledger-api.translate.js';
import { resolutionColumns } from './lists/list-columns.js';
import { ListFiles, tenantPart } from './lists/list-files.js';
import { LIST_TYPES, takeListForm } from './lists/list-form.js';
import { ListStates } from './lists/list-states.js';
import { ofSteadyRows } from './lists/steady-rows.js';
import { wholeList } from './lists/whole-list.js';
import { SettledAnswers } from './settled-answers.js';
import { tenantFilter } from './visible-tenant.js';

const shownMoment = (moment: LogMoment): object =>
  moment.kind === 'position' ? { position: String(moment.position) } : { asOf: moment.instant };

/** How disputes ended, now or by a past moment, as decided then: later configuration changes nothing. */
@Controller('ledger/resolutions')
export class ResolutionsController {
  constructor(
    private readonly queries: ResolutionQueries,
    private readonly moments: AskedMoments,
    private readonly settled: SettledAnswers,
    private readonly states: ListStates,
    private readonly files: ListFiles,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  @Offers(...LIST_TYPES)
  async list(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    const { form, rest: inAnyForm } = takeListForm(query, exchange.request);
    const { moment, rest } = await this.moments.ofList(inAnyForm, exchange);
    const { limit, cursor, ...asked } = validatedQuery(ResolutionsQuery, rest);
    const before = await placeInLog(this.states.positions, cursor);
    const state = await this.states.at(moment, exchange);
    const filter = {
      ...resolutionFilterOf({ limit, ...asked }, this.moments.zone),
      ...tenantFilter(caller, asked.tenant),
    };
    const held = await this.queries.held();
    const show = (resolution: DisputeResolution) => ({
      ...resolutionAnswer(resolution),
      ...heldAnswer(held.get(disputeStream(resolution.tenant, resolution.disputeId))),
    });
    if (form !== undefined) {
      assertComplete(state.rebuilding);
      return this.files.start(exchange, caller, {
        form,
        name: ['resolutions', tenantPart(caller, asked.tenant)],
        columns: resolutionColumns,
        show,
        pages: (signal) => ofSteadyRows(this.states.positions, this.pages({ filter, moment }, signal)),
      });
    }
    const { resolutions, next } = await this.queries.resolutions({ filter, before, limit }, moment);
    const body = { resolutions: resolutions.map(show), next: cursorOf(next) };
    if (moment === undefined) return { ...body, position: state.position, ...rebuildingNote(state) };
    const shown = { ...body, ...shownMoment(moment), ...rebuildingNote(state) };
    // What is held back now may be shown otherwise later.
    if (body.resolutions.some((resolution) => 'heldBack' in resolution)) return shown;
    return this.settled.list(shown, { moment, state }, exchange);
  }

  private pages(
    { filter, moment }: { readonly filter: ResolutionFilter; readonly moment: LogMoment | undefined },
    signal: AbortSignal,
  ) {
    return wholeList(async (before: number | null) => {
      const page = { filter, before, limit: limits.exportPageSize };
      const { resolutions, next } = await this.queries.resolutions(page, moment);
      return { rows: resolutions, next };
    }, signal);
  }
}
