import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import type { DisputeFilter } from '#libs/disputes';
import type { LogMoment } from '#libs/event-store';
import {
  assertComplete,
  cursorOf,
  describeState,
  type Exchange,
  HttpExchange,
  placeInLog,
  rebuildingNote,
  timeCursorOf,
  timePlaceInLog,
  validatedQuery,
  Offers,
} from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { AskedMoments, shownInstant } from './asked-moments.js';
import { DisputesQuery } from './ledger-api.dto.js';
import { disputeFilterOf } from './ledger-api.translate.js';
import { disputeColumns } from './lists/list-columns.js';
import { ListFiles, tenantPart } from './lists/list-files.js';
import { type FileForm, LIST_TYPES, takeListForm } from './lists/list-form.js';
import { ListStates } from './lists/list-states.js';
import { ofSteadyRows } from './lists/steady-rows.js';
import { ListedDisputes } from './lists/listed-disputes.js';
import { SettledAnswers } from './settled-answers.js';
import { tenantFilter } from './visible-tenant.js';

interface AskedDisputes {
  readonly caller: Principal;
  readonly asked: DisputesQuery;
  readonly filter: DisputeFilter;
  readonly form: FileForm | undefined;
}

/** The list of disputes that auditors read, now or as it stood at a moment of the past. */
@Controller('ledger/disputes')
export class DisputesController {
  constructor(
    private readonly listed: ListedDisputes,
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
    const asked = validatedQuery(DisputesQuery, rest);
    const filter = { ...disputeFilterOf(asked, this.moments.zone), ...tenantFilter(caller, asked.tenant) };
    const list = { caller, asked, filter, form };
    return moment === undefined ? this.listNow(list, exchange) : this.listThen(list, moment, exchange);
  }

  private async listNow(list: AskedDisputes, exchange: Exchange) {
    const { asked, filter, form } = list;
    const before = await placeInLog(this.states.positions, asked.cursor);
    const state = await this.states.at(undefined, exchange);
    if (form !== undefined) {
      assertComplete(state.rebuilding);
      return this.file({ ...list, form, moment: undefined }, exchange);
    }
    const page = { filter, before, limit: asked.limit };
    const { disputes, counts, next } = await this.listed.now.disputes(page);
    const show = await this.listed.show();
    return {
      disputes: disputes.map(show),
      counts,
      next: cursorOf(next),
      position: state.position,
      ...rebuildingNote(state),
    };
  }

  private async listThen(list: AskedDisputes, moment: LogMoment, exchange: Exchange) {
    const { asked, filter, form } = list;
    const from = await timePlaceInLog(this.states.positions, asked.cursor);
    const state = await this.states.at(moment, exchange);
    if (form !== undefined) {
      assertComplete(state.rebuilding);
      describeState({ position: await this.listed.then.position(moment) }, exchange);
      return this.file({ ...list, form, moment }, exchange);
    }
    const page = { filter, before: from?.place ?? null, limit: asked.limit };
    const show = await this.listed.show();
    const { disputes, counts, next, position } = await this.listed.then.disputes(page, moment);
    describeState({ position }, exchange);
    const body = {
      disputes: disputes.map(show),
      counts,
      next: timeCursorOf('older', next),
      position: String(position),
      ...shownInstant(moment),
      ...rebuildingNote(state),
    };
    // What is held back now may be shown otherwise later.
    if (body.disputes.some((dispute) => 'heldBack' in dispute)) return body;
    return this.settled.list(body, { moment, state }, exchange);
  }

  private async file(
    list: AskedDisputes & { readonly form: FileForm; readonly moment: LogMoment | undefined },
    exchange: Exchange,
  ) {
    const { caller, asked, form } = list;
    return this.files.start(exchange, caller, {
      form,
      name: ['disputes', tenantPart(caller, asked.tenant)],
      columns: disputeColumns,
      show: await this.listed.show(),
      pages: (signal) => ofSteadyRows(this.states.positions, this.listed.pages(list, signal)),
    });
  }
}
