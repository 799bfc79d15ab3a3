import { Authenticated } from '#libs/access';
import { ConfigurationQueries, type Reason, type ReasonAddress } from '#libs/dispute-configuration';
import { type Exchange, HttpExchange, validatedQuery } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { objectOrNothing } from '../object-body.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { type PartialBody, readBody } from './billtrust.bodies.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { codeOf, CreateReasonDto, idOf, ReasonsQueryDto, UpdateReasonDto } from './billtrust.dto.js';
import { contentLanguageOf, inLanguage, preferred, type Speak, written } from './billtrust.languages.js';
import { notFound } from './billtrust.problems.js';
import { BilltrustReferences } from './billtrust.references.js';
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
    private readonly references: BilltrustReferences,
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
    const reasons = inLanguage(found.view, preferred(exchange.request), exchange);
    return reasons.map((reason) => reasonObject(tenantId, reason));
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
    const lookup = (sent: PartialBody<CreateReasonDto>) => this.references.categoryProblems(tenantId, sent);
    const { dto, body: sent } = await readBody(CreateReasonDto, objectOrNothing(body), lookup);
    const contentLanguage = contentLanguageOf(exchange.request);
    const { reason } = await this.configuration.change(
      {
        kind: 'reason',
        command: (making) => reasonUpsertOf(dto, { ...making, contentLanguage }),
        problems: () => lookup(sent),
      },
      exchange,
    );
    return this.objectOf(tenantId, { reason, speak: written(contentLanguage) }, exchange);
  }

  @Put(':reasonId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:UPDATE')
  async update(
    @Param() path: ReasonPath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const { tenantId } = path;
    const reasonId = idOf(path.reasonId);
    const lookup = (sent: PartialBody<UpdateReasonDto>) => this.references.categoryProblems(tenantId, sent);
    const { dto, body: sent } = await readBody(UpdateReasonDto, objectOrNothing(body), lookup);
    const contentLanguage = contentLanguageOf(exchange.request);
    const { reason } = await this.configuration.change(
      {
        kind: 'reason',
        command: (making) => reasonUpdateOf(dto, { ...making, reasonId, contentLanguage }),
        problems: () => lookup(sent),
      },
      exchange,
    );
    return this.objectOf(tenantId, { reason, speak: written(contentLanguage) }, exchange);
  }

  @Delete(':reasonId')
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteById(@Param() { reasonId }: ReasonPath, @HttpExchange() exchange: Exchange) {
    return this.configuration.delete({ kind: 'reason', reason: { reasonId: idOf(reasonId) } }, exchange);
  }

  private async one(tenantId: string, address: ReasonAddress, exchange: Exchange) {
    const { view: reason, ...place } = await this.queries.reason(tenantId, address);
    if (reason === null) throw notFound('reason');
    describeConfiguration(place, exchange);
    return this.objectOf(tenantId, { reason, speak: preferred(exchange.request) }, exchange);
  }

  private objectOf(
    tenantId: string,
    { reason, speak }: { readonly reason: Reason; readonly speak: Speak },
    exchange: Exchange,
  ) {
    const [spoken = reason] = inLanguage([reason], speak, exchange);
    return reasonObject(tenantId, spoken);
  }
}
