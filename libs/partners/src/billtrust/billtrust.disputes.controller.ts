import { type AdmittedRequest, Authenticated, KeyedWrites } from '#libs/access';
import { type Exchange, HttpExchange } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { receivedText } from '../command-request.js';
import { objectOrNothing } from '../object-body.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { type PartialBody, readBody } from './billtrust.bodies.js';
import { BilltrustDisputeActs } from './billtrust.dispute-acts.js';
import {
  AssignExternalReasonDto,
  AssignReasonDto,
  AssignResolutionDto,
  CancelDisputeDto,
} from './billtrust.disputes.dto.js';
import {
  type Acting,
  closingOf,
  externalReasonAssignmentOf,
  reasonAssignmentOf,
  resolutionAssignmentOf,
} from './billtrust.disputes.translate.js';
import { idOf } from './billtrust.dto.js';
import { BilltrustList } from './billtrust.list.js';
import { BilltrustOpenings } from './billtrust.openings.js';
import { BilltrustReferences, problemsOf, targetOf } from './billtrust.references.js';
import { admitted, tenantPaths } from './billtrust.requests.js';

interface DisputePath {
  readonly tenantId: string;
  readonly disputeId: string;
}

/**
 * Disputes over invoices, as far as deletions depend on them (docs/vendors/billtrust.md, "Disputes over
 * invoices").
 */
@Controller(tenantPaths('/disputes'))
export class BilltrustDisputesController {
  constructor(
    private readonly keys: KeyedWrites,
    private readonly acts: BilltrustDisputeActs,
    private readonly openings: BilltrustOpenings,
    private readonly references: BilltrustReferences,
    private readonly disputes: BilltrustList,
  ) {}

  @Get()
  @Authenticated(BilltrustGuard, 'Dispute Management:READ')
  list(@Param('tenantId') tenant: string, @Query() query: object, @HttpExchange() exchange: Exchange) {
    return this.disputes.answer(query, tenant, exchange);
  }

  @Get(':disputeId')
  @Authenticated(BilltrustGuard, 'Dispute Management:READ')
  dispute(@Param() { tenantId, disputeId }: DisputePath, @HttpExchange() exchange: Exchange) {
    return this.acts.read(tenantId, idOf(disputeId), exchange);
  }

  @Post()
  @HttpCode(201)
  @Authenticated(BilltrustGuard, 'Dispute Management:CREATE')
  async open(@Body() body: JsonValue | undefined, @HttpExchange() exchange: Exchange) {
    const request = await this.keys.recognised(admitted(exchange.request));
    const asked = { request, acting: acting(request, exchange), sent: objectOrNothing(body) };
    return this.openings.open(asked, exchange);
  }

  @Put(':disputeId/reason')
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async assignReason(
    @Param() path: DisputePath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const refer = (sent: PartialBody<AssignReasonDto>) => this.references.reason(path.tenantId, sent);
    const read = await readBody(AssignReasonDto, objectOrNothing(body), problemsOf(refer));
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request) };
    const target = async () => targetOf(await refer(read.body));
    const command = reasonAssignmentOf(read.dto, acting(asked.request, exchange));
    return this.acts.link(asked, { target, command }, exchange);
  }

  @Put(':disputeId/external-reason')
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async assignExternalReason(
    @Param() path: DisputePath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const refer = (sent: PartialBody<AssignExternalReasonDto>) =>
      this.references.externalReasonIfNamed(path.tenantId, sent);
    const read = await readBody(AssignExternalReasonDto, objectOrNothing(body), problemsOf(refer));
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request) };
    const target = async () => targetOf(await refer(read.body));
    const command = externalReasonAssignmentOf(read.dto, acting(asked.request, exchange));
    return this.acts.link(asked, { target, command }, exchange);
  }

  @Put(':disputeId/resolution')
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async assignResolution(
    @Param() path: DisputePath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const refer = (sent: PartialBody<AssignResolutionDto>) => this.references.resolution(path.tenantId, sent);
    const read = await readBody(AssignResolutionDto, objectOrNothing(body), problemsOf(refer));
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request) };
    const target = async () => targetOf(await refer(read.body));
    const command = resolutionAssignmentOf(read.dto, acting(asked.request, exchange));
    return this.acts.link(asked, { target, command }, exchange);
  }

  @Post(':disputeId/close')
  @HttpCode(200)
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async close(
    @Param() path: DisputePath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const refer = (sent: PartialBody<AssignResolutionDto>) => this.references.resolution(path.tenantId, sent);
    const read = await readBody(AssignResolutionDto, objectOrNothing(body), problemsOf(refer));
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request) };
    const target = async () => targetOf(await refer(read.body));
    const command = closingOf(read.dto, acting(asked.request, exchange));
    return this.acts.link(asked, { target, command }, exchange);
  }

  @Post(':disputeId/cancel')
  @HttpCode(200)
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async cancel(
    @Param() path: DisputePath,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ) {
    const { dto } = await readBody(CancelDisputeDto, objectOrNothing(body));
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request) };
    const data = { ...acting(asked.request, exchange), notes: dto.notes ?? null };
    return this.acts.unlink(asked, { type: 'CancelInvoiceDispute', data }, exchange);
  }
}

const acting = ({ actor }: AdmittedRequest, { request }: Exchange): Acting => ({
  by: actor.name,
  received: receivedText(request),
});
