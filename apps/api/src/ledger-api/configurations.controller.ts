import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { ConfigurationHistory } from '#libs/dispute-configuration';
import { describeState, type Exchange, HttpExchange, RequestProblem } from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { LATEST, MOMENT_OF_DISPUTE, onlyMoment } from './moment-query.js';
import { SettledAnswers } from './settled-answers.js';

/** What a tenant has configured, now or at a moment of the past. */
@Controller('ledger/configurations')
export class ConfigurationsController {
  constructor(
    private readonly history: ConfigurationHistory,
    private readonly settled: SettledAnswers,
  ) {}

  @Get(':tenant')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async configuration(
    @Caller() caller: Principal,
    @Param('tenant') tenant: string,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const moment = onlyMoment(query, MOMENT_OF_DISPUTE);
    const found = maySeeTenant(caller, tenant) ? await this.history.at(tenant, moment ?? LATEST) : null;
    if (found === null) throw new RequestProblem('not-found', 'There is no such configuration.');
    const { revision, position, ...configured } = found;
    describeState({ position }, exchange);
    const body = { tenant, revision: String(revision), position: String(position), ...configured };
    return this.settled.json(body, { moment, revision }, exchange);
  }
}
