import { type AdmittedRequest, Authenticated, createdId, KeyedWrites, principalOf } from '#libs/access';
import {
  ChangeDispute,
  type DeliveryDisputeView,
  type DisputeCommand,
  DisputeHistory,
  isDeliveryView,
  type Step,
} from '#libs/disputes';
import {
  atLeastAsked,
  describeState,
  type Exchange,
  HttpExchange,
  type LedgerRequest,
  RequestProblem,
} from '#libs/http';
import { Clock, type JsonValue } from '#libs/kernel';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { admittedRequest, describeChange, receivedText } from '../command-request.js';
import { disputeObject } from './enfinitos.answers.js';
import { EnfinitosGuard } from './enfinitos.authentication.js';
import type { StepDto } from './enfinitos.dto.js';
import { type Answer, answer } from './enfinitos.envelope.js';
import { EnfinitosList } from './enfinitos.list.js';
import { disputeNotFound, ID_PREFIX, problemOf } from './enfinitos.problems.js';
import { advanceBody, openingBody, resolveBody, respondBody, stepBody } from './enfinitos.requests.js';
import {
  actorIn,
  advanceOf,
  openerRole,
  openingOf,
  resolutionOf,
  responseOf,
} from './enfinitos.translate.js';

type DisputeAnswer = Answer<{ readonly dispute: object }>;

/**
 * The ledger records the adjustment and overrides no settlement (docs/vendors/enfinitos.md, "Settlement
 * adjustments").
 */
const OVERRIDE_SKIPPED = { overrideApplied: false, overrideSkipped: 'settlement-not-kept-here' } as const;

@Controller('v1/disputes')
export class EnfinitosController {
  constructor(
    private readonly keys: KeyedWrites,
    private readonly commands: CommandBus,
    private readonly history: DisputeHistory,
    private readonly disputes: EnfinitosList,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(201)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async open(@Body() body: JsonValue, @HttpExchange() exchange: Exchange): Promise<DisputeAnswer> {
    const { request } = exchange;
    const dto = openingBody(body, this.clock.now());
    const developerId = principalOf(request).holder;
    const actor = { name: dto.openedBy ?? developerId, role: openerRole(dto.openedByRole).openedByRole };
    const admitted = await this.keys.recognised(admittedRequest(request, actor));
    const disputeId = ID_PREFIX + createdId('dispute', admitted);
    const opening = { disputeId, developerId, received: receivedText(request) };
    return this.change({ disputeId, command: openingOf(dto, opening), admitted }, exchange);
  }

  @Get()
  @Authenticated(EnfinitosGuard, 'audit:read')
  list(@Query() query: object, @HttpExchange() exchange: Exchange) {
    return this.disputes.answer(query, organisationOf(exchange.request), exchange);
  }

  @Get(':id')
  @Authenticated(EnfinitosGuard, 'audit:read')
  async dispute(@Param('id') disputeId: string, @HttpExchange() exchange: Exchange): Promise<DisputeAnswer> {
    const view = await this.viewOf({ tenant: organisationOf(exchange.request), disputeId });
    const position = atLeastAsked(exchange.request, BigInt(view.position));
    describeState({ revision: BigInt(view.revision), position }, exchange);
    return answer({ dispute: disputeObject(view) });
  }

  @Post([':id/advance', ':id/transition'])
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async advance(
    @Param('id') disputeId: string,
    @Body() body: JsonValue,
    @HttpExchange() exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const dto = advanceBody(body);
    return this.step({ disputeId, dto, command: (step) => advanceOf(dto, step) }, exchange);
  }

  @Post(':id/respond')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async respond(
    @Param('id') disputeId: string,
    @Body() body: JsonValue,
    @HttpExchange() exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const dto = respondBody(body);
    return this.step({ disputeId, dto, command: (step) => responseOf(dto, step) }, exchange);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async resolve(
    @Param('id') disputeId: string,
    @Body() body: JsonValue,
    @HttpExchange() exchange: Exchange,
  ): Promise<Answer<object>> {
    const dto = resolveBody(body);
    const resolved = await this.step(
      { disputeId, dto, command: (step) => resolutionOf(dto, step) },
      exchange,
    );
    return dto.kind === 'SETTLEMENT_ADJUSTMENT'
      ? answer({ ...resolved.data, ...OVERRIDE_SKIPPED })
      : resolved;
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async withdraw(
    @Param('id') disputeId: string,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const dto = stepBody(body, 'withdraw');
    return this.step(
      { disputeId, dto, command: (data) => ({ type: 'WithdrawDeliveryDispute', data }) },
      exchange,
    );
  }

  @Post(':id/escalate')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async escalate(
    @Param('id') disputeId: string,
    @Body() body: JsonValue | undefined,
    @HttpExchange() exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const dto = stepBody(body, 'escalate');
    return this.step(
      { disputeId, dto, command: (data) => ({ type: 'EscalateDeliveryDispute', data }) },
      exchange,
    );
  }

  private step(
    asked: {
      readonly disputeId: string;
      readonly dto: StepDto;
      command(step: Step): DisputeCommand;
    },
    exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const { disputeId, dto } = asked;
    // The tenant may have disputes of other vendors, which this API must not reveal.
    if (!disputeId.startsWith(ID_PREFIX)) throw disputeNotFound(disputeId);
    const by = actorIn(dto) ?? principalOf(exchange.request).holder;
    const command = asked.command({ by, notes: dto.notes ?? null, received: receivedText(exchange.request) });
    return this.change(
      { disputeId, command, admitted: admittedRequest(exchange.request, { name: by }) },
      exchange,
    );
  }

  /** Changes the dispute, and answers with it as the change left it; so does a repeat after later changes. */
  private async change(
    {
      disputeId,
      command,
      admitted,
    }: { disputeId: string; command: DisputeCommand; admitted: AdmittedRequest },
    exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const changed = await this.commands.execute(new ChangeDispute(disputeId, command, admitted));
    if (changed.outcome === 'rejected') throw problemOf(changed, disputeId);
    describeChange(changed, exchange);
    const { tenant } = admitted.principal;
    return answer({ dispute: disputeObject(await this.viewOf({ tenant, disputeId }, changed.revision)) });
  }

  private async viewOf(
    dispute: { tenant: string; disputeId: string },
    revision?: bigint,
  ): Promise<DeliveryDisputeView> {
    const view = await this.history.view(dispute, revision);
    if (view === null || !isDeliveryView(view)) throw disputeNotFound(dispute.disputeId);
    return view;
  }
}

/** Returns the organisation of the caller's key: every key of this API belongs to one. */
const organisationOf = (request: LedgerRequest): string => {
  const { tenant } = principalOf(request);
  if (tenant === null) throw new RequestProblem('forbidden', 'The credential belongs to no tenant.');
  return tenant;
};
