import { Authenticated } from '#libs/access';
import { ConfigurationQueries, type ReasonAddress } from '#libs/dispute-configuration';
import { type Exchange, HttpExchange, validated, validatedQuery } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { objectOf } from '../object-body.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { codeOf, CreateReasonDto, idOf, ReasonsQueryDto, UpdateReasonDto } from './billtrust.dto.js';
import { notFound } from './billtrust.problems.js';
import { describeConfiguration, tenantPaths } from './billtrust.requests.js';
import { reasonObject, reasonUpdateOf, reasonUpsertOf } from './billtrust.translate.js';

interface CodesPath {
  readonly tenantId: string;
  readonly categoryCode: string;
  readonly reasonCode: string;
}

interface ReasonPath {
  readonly tenantId: string;
  readonly reasonId: string;
}

/** Dispute reasons (docs/vendors/billtrust.md, "Reasons"). */
@Controller(tenantPaths('/reasons'))
export class BilltrustReasonsController {
  constructor(
    private readonly configuration: BilltrustConfiguration,
    private readonly queries: ConfigurationQueries,
  ) {}

  @Get()
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  async list(
    @Param('tenantId') tenantId: string,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { Visibility } = validatedQuery(ReasonsQueryDto, query);
    const found = await this.queries.reasons(tenantId, Visibility);
    describeConfiguration(found, exchange);
    return found.view.map((reason) => reasonObject(tenantId, reason));
  }

  @Get('by-category-code/:categoryCode/by-reason-code/:reasonCode')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byCodes(@Param() path: CodesPath, @HttpExchange() exchange: Exchange) {
    const address = { categoryCode: codeOf(path.categoryCode), code: codeOf(path.reasonCode) };
    return this.one(path.tenantId, address, exchange);
  }

  @Get(':reasonId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byId(@Param() { tenantId, reasonId }: ReasonPath, @HttpExchange() exchange: Exchange) {
    return this.one(tenantId, { reasonId: idOf(reasonId) }, exchange);
  }

  @Post()
  @HttpCode(201)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:CREATE')
  async create(
    @Param('tenantId') tenantId: string,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const dto = validated(CreateReasonDto, objectOf(body));
    const { reason } = await this.configuration.change(
      { kind: 'reason', body, command: (making) => reasonUpsertOf(dto, making) },
      exchange,
    );
    return reasonObject(tenantId, reason);
  }

  @Put(':reasonId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:UPDATE')
  async update(
    @Param() path: ReasonPath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const dto = validated(UpdateReasonDto, objectOf(body));
    const reasonId = idOf(path.reasonId);
    const { reason } = await this.configuration.change(
      { kind: 'reason', body, command: (making) => reasonUpdateOf(dto, { ...making, reasonId }) },
      exchange,
    );
    return reasonObject(path.tenantId, reason);
  }

  @Delete(':reasonId')
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteById(@Param() { reasonId }: ReasonPath, @HttpExchange() exchange: Exchange) {
    return this.configuration.delete({ kind: 'reason', reason: { reasonId: idOf(reasonId) } }, exchange);
  }

  private async one(tenantId: string, address: ReasonAddress, exchange: Exchange) {
    const found = await this.queries.reason(tenantId, address);
    if (found.view === null) throw notFound('reason');
    describeConfiguration(found, exchange);
    return reasonObject(tenantId, found.view);
  }
}
