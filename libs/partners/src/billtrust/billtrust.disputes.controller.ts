import { type AdmittedRequest, Authenticated } from '#libs/access';
import { type DisputeFilter, DisputeQueries, type DisputeView, isInvoiceView } from '#libs/disputes';
import {
  asksForPage,
  cursorOf,
  type Exchange,
  HttpExchange,
  placeInLog,
  PositionSource,
  currentPosition,
  validatedQuery,
} from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { receivedText } from '../command-request.js';
import { objectOrNothing } from '../object-body.js';
import { type ListForm, WholeLists } from '../whole-list.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { type PartialBody, readBody } from './billtrust.bodies.js';
import { BILLTRUST } from './billtrust.credential.js';
import { BilltrustDisputeActs } from './billtrust.dispute-acts.js';
import {
  AssignExternalReasonDto,
  AssignReasonDto,
  AssignResolutionDto,
  CancelDisputeDto,
  DisputesQueryDto,
} from './billtrust.disputes.dto.js';
import {
  type Acting,
  closingOf,
  disputeObject,
  externalReasonAssignmentOf,
  reasonAssignmentOf,
  resolutionAssignmentOf,
  stageOfStatus,
} from './billtrust.disputes.translate.js';
import { idOf } from './billtrust.dto.js';
import { limits } from './billtrust.limits.js';
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
    private readonly acts: BilltrustDisputeActs,
    private readonly openings: BilltrustOpenings,
    private readonly references: BilltrustReferences,
    private readonly queries: DisputeQueries,
    private readonly lists: WholeLists,
    private readonly positions: PositionSource,
  ) {}

  @Get()
  @Authenticated(BilltrustGuard, 'Dispute Management:READ')
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const asked = validatedQuery(DisputesQueryDto, query);
    await currentPosition(this.positions, request, reply);
    const order = asked.Sort === 'CreateDate' ? 'oldest-first' : 'newest-first';
    const wanted = { filter: filterOf(tenant, asked), order } as const;
    if (!asksForPage(query))
      return this.lists.answer({ ...wanted, most: limits.maxListedDisputes }, WHOLE, { request, reply });
    const page = { ...wanted, before: await placeInLog(this.positions, asked.cursor), limit: asked.limit };
    const { disputes, next } = await this.queries.disputes(page);
    const cursor = cursorOf(next);
    if (cursor !== null) void reply.header('Ledger-Next-Cursor', cursor);
    return disputeObjects(disputes);
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
    const request = admitted(exchange.request, body);
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
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request, body) };
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
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request, body) };
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
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request, body) };
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
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request, body) };
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
    const asked = { disputeId: idOf(path.disputeId), request: admitted(exchange.request, body) };
    const data = { ...acting(asked.request, exchange), notes: dto.notes ?? null };
    return this.acts.unlink(asked, { type: 'CancelInvoiceDispute', data }, exchange);
  }
}

const disputeObjects = (views: readonly DisputeView[]): readonly object[] =>
  views.filter(isInvoiceView).map(disputeObject);

/** A bare array, as the vendor's lists are. */
const WHOLE: ListForm<readonly object[]> = {
  objects: disputeObjects,
  body: (objects) => objects,
  narrowedBy: 'AccountNumber, DocumentNumber or Status',
};

const filterOf = (tenant: string, asked: DisputesQueryDto): DisputeFilter => ({
  tenant,
  scheme: BILLTRUST,
  ...(asked.DocumentNumber !== undefined && { documentNumber: asked.DocumentNumber }),
  ...(asked.AccountNumber !== undefined && { accountNumber: asked.AccountNumber }),
  ...(asked.Status !== undefined && { stages: [stageOfStatus(asked.Status)] }),
});

const acting = ({ actor }: AdmittedRequest, { request }: Exchange): Acting => ({
  by: actor.name,
  received: receivedText(request),
});
