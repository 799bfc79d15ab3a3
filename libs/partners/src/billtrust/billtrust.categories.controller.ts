import { Authenticated } from '#libs/access';
import { type Category, type CategoryAddress, ConfigurationQueries } from '#libs/dispute-configuration';
import { type Exchange, HttpExchange } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { objectOrNothing } from '../object-body.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { type PartialBody, readBody } from './billtrust.bodies.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { codeOf, CreateCategoryDto, idOf, UpdateCategoryDto } from './billtrust.dto.js';
import { contentLanguageOf, inLanguage, preferred, type Speak, written } from './billtrust.languages.js';
import { notFound } from './billtrust.problems.js';
import { BilltrustReferences } from './billtrust.references.js';
import { describeConfiguration, tenantPaths } from './billtrust.requests.js';
import { categoryObject, categoryUpdateOf, categoryUpsertOf, reasonObject } from './billtrust.translate.js';

interface CodePath {
  readonly tenantId: string;
  readonly categoryCode: string;
}

interface CategoryPath {
  readonly tenantId: string;
  readonly categoryId: string;
}

/** Both spellings are the vendor's (docs/vendors/billtrust.md, "Paths of categories"). */
const BY_CODE = ['code/:categoryCode', 'by-code/:categoryCode'];

/** Dispute categories (docs/vendors/billtrust.md, "Categories"). */
@Controller(tenantPaths('/categories'))
export class BilltrustCategoriesController {
  constructor(
    private readonly configuration: BilltrustConfiguration,
    private readonly queries: ConfigurationQueries,
    private readonly references: BilltrustReferences,
  ) {}

  @Get()
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  async list(@Param('tenantId') tenantId: string, @HttpExchange() exchange: Exchange) {
    const found = await this.queries.categories(tenantId);
    describeConfiguration(found, exchange);
    const categories = inLanguage(found.view, preferred(exchange.request), exchange);
    return categories.map((category) => categoryObject(tenantId, category));
  }

  @Post()
  @HttpCode(201)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:CREATE')
  async create(
    @Param('tenantId') tenantId: string,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const lookup = (sent: PartialBody<CreateCategoryDto>) =>
      this.references.defaultReasonProblems(tenantId, addressOf(sent.fields), sent);
    const { dto, body: sent } = await readBody(CreateCategoryDto, objectOrNothing(body), lookup);
    const contentLanguage = contentLanguageOf(exchange.request);
    const { category } = await this.configuration.change(
      {
        kind: 'category',
        command: (making) => categoryUpsertOf(dto, { ...making, contentLanguage }),
        problems: () => lookup(sent),
      },
      exchange,
    );
    return this.objectOf(tenantId, { category, speak: written(contentLanguage) }, exchange);
  }

  @Get(BY_CODE)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byCode(@Param() { tenantId, categoryCode }: CodePath, @HttpExchange() exchange: Exchange) {
    return this.one(tenantId, { code: codeOf(categoryCode) }, exchange);
  }

  @Delete(BY_CODE)
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteByCode(@Param('categoryCode') categoryCode: string, @HttpExchange() exchange: Exchange) {
    const category = { code: codeOf(categoryCode) };
    return this.configuration.delete({ kind: 'category', category }, exchange);
  }

  @Get('by-code/:categoryCode/reasons')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  async reasons(@Param() { tenantId, categoryCode }: CodePath, @HttpExchange() exchange: Exchange) {
    const found = await this.queries.reasonsOfCategory(tenantId, codeOf(categoryCode));
    if (found.view === null) throw notFound('category');
    describeConfiguration(found, exchange);
    const reasons = inLanguage(found.view, preferred(exchange.request), exchange);
    return reasons.map((reason) => reasonObject(tenantId, reason));
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
  byId(@Param() { tenantId, categoryId }: CategoryPath, @HttpExchange() exchange: Exchange) {
    return this.one(tenantId, { categoryId: idOf(categoryId) }, exchange);
  }

  @Put(':categoryId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:UPDATE')
  async update(
    @Param() path: CategoryPath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const { tenantId } = path;
    const categoryId = idOf(path.categoryId);
    const lookup = (sent: PartialBody<UpdateCategoryDto>) =>
      this.references.defaultReasonProblems(tenantId, { categoryId }, sent);
    const { dto, body: sent } = await readBody(UpdateCategoryDto, objectOrNothing(body), lookup);
    const contentLanguage = contentLanguageOf(exchange.request);
    const { category } = await this.configuration.change(
      {
        kind: 'category',
        command: (making) => categoryUpdateOf(dto, { ...making, categoryId, contentLanguage }),
        problems: () => lookup(sent),
      },
      exchange,
    );
    return this.objectOf(tenantId, { category, speak: written(contentLanguage) }, exchange);
  }

  @Delete(':categoryId')
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteById(@Param() { categoryId }: CategoryPath, @HttpExchange() exchange: Exchange) {
    const category = { categoryId: idOf(categoryId) };
    return this.configuration.delete({ kind: 'category', category }, exchange);
  }

  private async one(tenantId: string, address: CategoryAddress, exchange: Exchange) {
    const { view: category, ...place } = await this.queries.category(tenantId, address);
    if (category === null) throw notFound('category');
    describeConfiguration(place, exchange);
    return this.objectOf(tenantId, { category, speak: preferred(exchange.request) }, exchange);
  }

  private objectOf(
    tenantId: string,
    { category, speak }: { readonly category: Category; readonly speak: Speak },
    exchange: Exchange,
  ) {
    const [spoken = category] = inLanguage([category], speak, exchange);
    return categoryObject(tenantId, spoken);
  }
}

const addressOf = ({ code }: { readonly code?: string | undefined }): CategoryAddress | null =>
  code === undefined ? null : { code };
