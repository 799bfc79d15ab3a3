import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { ConfigurationHistory } from '#libs/dispute-configuration';
import { describeState, type Exchange, HttpExchange, RequestProblem } from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { AskedMoments, shownInstant } from './asked-moments.js';
import { LATEST } from './moment-query.js';
import { SettledAnswers } from './settled-answers.js';

/** What a tenant has configured, now or at a moment of the past. */
@Controller('ledger/configurations')
export class ConfigurationsController {
  constructor(
    private readonly history: ConfigurationHistory,
    private readonly settled: SettledAnswers,
    private readonly moments: AskedMoments,
  ) {}

  @Get(':tenant')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async configuration(
    @Caller() caller: Principal,
    @Param('tenant') tenant: string,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const moment = await this.moments.only(query, exchange);
    const found = maySeeTenant(caller, tenant) ? await this.history.at(tenant, moment ?? LATEST) : null;
    if (found === null) throw new RequestProblem('not-found', 'There is no such configuration.');
    const { revision, position, ...configured } = found;
    describeState({ position }, exchange);
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
