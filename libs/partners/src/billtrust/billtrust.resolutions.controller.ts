import { Authenticated } from '#libs/access';
import { ConfigurationQueries, type ResolutionAddress } from '#libs/dispute-configuration';
import { type Exchange, HttpExchange } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { objectOrNothing } from '../object-body.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { readBody } from './billtrust.bodies.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { codeOf, CreateResolutionDto, idOf, UpdateResolutionDto } from './billtrust.dto.js';
import { notFound } from './billtrust.problems.js';
import { describeConfiguration, tenantPaths } from './billtrust.requests.js';
import { resolutionObject, resolutionUpdateOf, resolutionUpsertOf } from './billtrust.translate.js';

interface ResolutionPath {
  readonly tenantId: string;
  readonly resolutionId: string;
}

/** Dispute resolutions (docs/vendors/billtrust.md, "Resolutions"). */
@Controller(tenantPaths('/resolutions'))
export class BilltrustResolutionsController {
  constructor(
    private readonly configuration: BilltrustConfiguration,
    private readonly queries: ConfigurationQueries,
  ) {}

  @Get()
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  async list(@Param('tenantId') tenantId: string, @HttpExchange() exchange: Exchange) {
    const found = await this.queries.resolutions(tenantId);
    describeConfiguration(found, exchange);
    return found.view.map((resolution) => resolutionObject(tenantId, resolution));
  }

  @Get('by-code/:resolutionCode')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byCode(
    @Param() { tenantId, resolutionCode }: { tenantId: string; resolutionCode: string },
    @HttpExchange() exchange: Exchange,
  ) {
    return this.one(tenantId, { code: codeOf(resolutionCode) }, exchange);
  }

  @Get(':resolutionId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:READ')
  byId(@Param() { tenantId, resolutionId }: ResolutionPath, @HttpExchange() exchange: Exchange) {
    return this.one(tenantId, { resolutionId: idOf(resolutionId) }, exchange);
  }

  @Post()
  @HttpCode(201)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:CREATE')
  async create(
    @Param('tenantId') tenantId: string,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const { dto } = await readBody(CreateResolutionDto, objectOrNothing(body));
    const { resolution } = await this.configuration.change(
      { kind: 'resolution', command: (making) => resolutionUpsertOf(dto, making) },
      exchange,
    );
    return resolutionObject(tenantId, resolution);
  }

  @Put(':resolutionId')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:UPDATE')
  async update(
    @Param() path: ResolutionPath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const { dto } = await readBody(UpdateResolutionDto, objectOrNothing(body));
    const resolutionId = idOf(path.resolutionId);
    const { resolution } = await this.configuration.change(
      {
        kind: 'resolution',
        command: (making) => resolutionUpdateOf(dto, { ...making, resolutionId }),
      },
      exchange,
    );
    return resolutionObject(path.tenantId, resolution);
  }

  @Put(':resolutionId/apply-when-invoice-closed')
  @Authenticated(BilltrustGuard, 'Dispute Configuration:UPDATE')
  async applyWhenInvoiceClosed(@Param() path: ResolutionPath, @HttpExchange() exchange: Exchange) {
    const resolutionId = idOf(path.resolutionId);
    const { resolution } = await this.configuration.change(
      {
        kind: 'resolution',
        command: ({ newId: _, ...making }) => ({
          type: 'SetInvoiceClosedResolution',
          data: { ...making, resolutionId },
        }),
      },
      exchange,
    );
    return resolutionObject(path.tenantId, resolution);
  }

  @Delete('by-code/:resolutionCode')
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteByCode(@Param('resolutionCode') resolutionCode: string, @HttpExchange() exchange: Exchange) {
    const resolution = { code: codeOf(resolutionCode) };
    return this.configuration.delete({ kind: 'resolution', resolution }, exchange);
  }

  @Delete(':resolutionId')
  @HttpCode(204)
  @Authenticated(BilltrustGuard, 'Dispute Configuration:DELETE')
  deleteById(@Param() { resolutionId }: ResolutionPath, @HttpExchange() exchange: Exchange) {
    const resolution = { resolutionId: idOf(resolutionId) };
    return this.configuration.delete({ kind: 'resolution', resolution }, exchange);
  }

  private async one(tenantId: string, address: ResolutionAddress, exchange: Exchange) {
    const found = await this.queries.resolution(tenantId, address);
    if (found.view === null) throw notFound('resolution');
    describeConfiguration(found, exchange);
    return resolutionObject(tenantId, found.view);
  }
}
