import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { ConfigurationHistory } from '#libs/dispute-configuration';
import { atLeastAsked, describeState, type Exchange, HttpExchange, RequestProblem, Offers } from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { AskedMoments, shownInstant } from './asked-moments.js';
import { configurationColumns, type ConfiguredRow, configuredRows } from './lists/configured-rows.js';
import { ListFiles } from './lists/list-files.js';
import { LIST_TYPES, takeListForm } from './lists/list-form.js';
import { wholeList } from './lists/whole-list.js';
import { LATEST } from './moment-query.js';
import { masked } from './ledger-api.translate.js';
import { SettledAnswers } from './settled-answers.js';

/** What a tenant has configured, now or at a moment of the past. */
@Controller('ledger/configurations')
export class ConfigurationsController {
  constructor(
    private readonly history: ConfigurationHistory,
    private readonly settled: SettledAnswers,
    private readonly moments: AskedMoments,
    private readonly files: ListFiles,
  ) {}

  @Get(':tenant')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  @Offers(...LIST_TYPES)
  async configuration(
    @Caller() caller: Principal,
    @Param('tenant') tenant: string,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { form, rest } = takeListForm(query, exchange.request);
    const moment = await this.moments.only(rest, exchange);
    const found = maySeeTenant(caller, tenant) ? await this.history.at(tenant, moment ?? LATEST) : null;
    if (found === null) throw new RequestProblem('not-found', 'There is no such configuration.');
    const { revision, position, ...shown } = found;
    const configured = masked(shown);
    describeState({ position: atLeastAsked(exchange.request, position) }, exchange);
    if (form !== undefined)
      return this.files.start(exchange, caller, {
        form,
        name: ['configuration', tenant],
        columns: configurationColumns,
        show: (row: ConfiguredRow) => row,
        pages: (signal) =>
          wholeList(() => Promise.resolve({ rows: configuredRows(tenant, configured), next: null }), signal),
      });
    const body = {
      tenant,
      revision: String(revision),
      position: String(position),
      ...shownInstant(moment),
      ...configured,
    };
    return this.settled.json(body, { moment, revision }, exchange);
  }
}
