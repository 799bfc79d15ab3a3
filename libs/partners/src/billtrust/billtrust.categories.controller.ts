import { Authenticated } from '#libs/access';
import { type CategoryAddress, ConfigurationQueries } from '#libs/dispute-configuration';
import { type Exchange, HttpExchange, validated } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { objectOf } from '../object-body.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { codeOf, CreateCategoryDto, idOf } from './billtrust.dto.js';
import { notFound } from './billtrust.problems.js';
import { describeConfiguration, tenantPaths } from './billtrust.requests.js';
import { categoryObject, categoryUpsertOf, reasonObject } from './billtrust.translate.js';

interface CodePath {
  readonly tenantId: string;
  readonly categoryCode: string;
}

/** Categories, as far as reasons need them (docs/vendors/billtrust.md, "Categories"). */
@Controller(tenantPaths('/categories'))
export class BilltrustCategoriesController {
  constructor(
    private readonly configuration: BilltrustConfiguration,
    private readonly queries: ConfigurationQueries,
  ) {}

  @Get()
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  async list(@Param('tenantId') tenantId: string, @HttpExchange() exchange: Exchange) {
    const found = await this.queries.categories(tenantId);
    describeConfiguration(found, exchange);
    return found.view.map((category) => categoryObject(tenantId, category));
  }

  @Post()
  @HttpCode(201)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:CREATE')
  async create(
    @Param('tenantId') tenantId: string,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const dto = validated(CreateCategoryDto, objectOf(body));
    const { category } = await this.configuration.change(
      { kind: 'category', body, command: (making) => categoryUpsertOf(dto, making) },
      exchange,
    );
    return categoryObject(tenantId, category);
  }

  /** Both spellings are the vendor's (docs/vendors/billtrust.md, "Paths of categories"). */
  @Get(['code/:categoryCode', 'by-code/:categoryCode'])
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byCode(@Param() { tenantId, categoryCode }: CodePath, @HttpExchange() exchange: Exchange) {
    return this.one(tenantId, { code: codeOf(categoryCode) }, exchange);
  }

  @Get('by-code/:categoryCode/reasons')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  async reasons(@Param() { tenantId, categoryCode }: CodePath, @HttpExchange() exchange: Exchange) {
    const found = await this.queries.reasonsOfCategory(tenantId, codeOf(categoryCode));
    if (found.view === null) throw notFound('category');
    describeConfiguration(found, exchange);
    return found.view.map((reason) => reasonObject(tenantId, reason));
  }

  @Delete('by-code/:categoryCode/reasons/by-code/:reasonCode')
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteReason(@Param() path: CodePath & { reasonCode: string }, @HttpExchange() exchange: Exchange) {
    const reason = { categoryCode: codeOf(path.categoryCode), code: codeOf(path.reasonCode) };
    return this.configuration.delete({ kind: 'reason', reason }, exchange);
  }

  @Get(':categoryId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byId(
    @Param() { tenantId, categoryId }: { tenantId: string; categoryId: string },
    @HttpExchange() exchange: Exchange,
  ) {
    return this.one(tenantId, { categoryId: idOf(categoryId) }, exchange);
  }

  private async one(tenantId: string, address: CategoryAddress, exchange: Exchange) {
    const found = await this.queries.category(tenantId, address);
    if (found.view === null) throw notFound('category');
    describeConfiguration(found, exchange);
    return categoryObject(tenantId, found.view);
  }
}
