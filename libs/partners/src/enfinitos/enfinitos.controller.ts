import { type AdmittedRequest, Authenticated, createdId, principalOf } from '#libs/access';
import {
  ChangeDispute,
  type DeliveryDisputeView,
  type DisputeCommand,
  DisputeHistory,
  isDeliveryView,
  type Step,
} from '#libs/disputes';
import { describeState, type Exchange, HttpExchange, type LedgerRequest, validated } from '#libs/http';
import { Clock, type JsonValue } from '#libs/kernel';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { admittedRequest, describeChange, receivedText } from '../command-request.js';
import { objectOf, objectOrNothing } from '../object-body.js';
import { EnfinitosGuard } from './enfinitos.authentication.js';
import { AdvanceDto, OpenDisputeDto, ResolveDto, RespondDto, StepDto } from './enfinitos.dto.js';
import { type Answer, answer } from './enfinitos.envelope.js';
import { EnfinitosList } from './enfinitos.list.js';
import { disputeNotFound, problemOf } from './enfinitos.problems.js';
import { advanceOf, disputeObject, openingOf, resolutionOf, responseOf } from './enfinitos.translate.js';

type DisputeAnswer = Answer<{ readonly dispute: object }>;

/** The prefix of every id that this API issues; no other vendor's id can have it. */
const ID_PREFIX = 'dispute:';

/**
 * The ledger records the adjustment and overrides no settlement (docs/vendors/enfinitos.md, "Settlement
 * adjustments").
 */
const OVERRIDE_SKIPPED = { overrideApplied: false, overrideSkipped: 'settlement-not-kept-here' } as const;

@Controller('v1/disputes')
export class EnfinitosController {
  constructor(
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
    const dto = validated(OpenDisputeDto, objectOf(body));
    const developerId = principalOf(request).holder;
    const actor = { name: dto.openedBy ?? developerId, role: dto.openedByRole ?? 'advertiser' };
    const admitted = admittedRequest(request, body, actor);
    const disputeId = ID_PREFIX + createdId('dispute', admitted);
    const opening = { disputeId, developerId, received: receivedText(request), now: this.clock.now() };
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
    describeState({ revision: BigInt(view.revision), position: BigInt(view.position) }, exchange);
    return answer({ dispute: disputeObject(view) });
  }

  @Post(':id/advance')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async advance(
    @Param('id') disputeId: string,
    @Body() body: JsonValue,
    @HttpExchange() exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const dto = validated(AdvanceDto, objectOf(body));
    return this.step({ disputeId, body, dto, command: (step) => advanceOf(dto, step) }, exchange);
  }

  @Post(':id/respond')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async respond(
    @Param('id') disputeId: string,
    @Body() body: JsonValue,
    @HttpExchange() exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const dto = validated(RespondDto, objectOf(body));
    return this.step({ disputeId, body, dto, command: (step) => responseOf(dto, step) }, exchange);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Authenticated(EnfinitosGuard, 'settlement:write')
  async resolve(
    @Param('id') disputeId: string,
    @Body() body: JsonValue,
    @HttpExchange() exchange: Exchange,
  ): Promise<Answer<object>> {
    const dto = validated(ResolveDto, objectOf(body));
    const resolved = await this.step(
      { disputeId, body, dto, command: (step) => resolutionOf(dto, step) },
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
    const dto = validated(StepDto, objectOrNothing(body));
    return this.step(
      { disputeId, body, dto, command: (data) => ({ type: 'WithdrawDeliveryDispute', data }) },
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
    const dto = validated(StepDto, objectOrNothing(body));
    return this.step(
      { disputeId, body, dto, command: (data) => ({ type: 'EscalateDeliveryDispute', data }) },
      exchange,
    );
  }

  private step(
    asked: {
      readonly disputeId: string;
      readonly body: JsonValue | undefined;
      readonly dto: { readonly actor?: string; readonly notes?: string };
      command(step: Step): DisputeCommand;
    },
    exchange: Exchange,
  ): Promise<DisputeAnswer> {
    const { disputeId, body, dto } = asked;
    // The tenant may have disputes of other vendors, which this API must not reveal.
    if (!disputeId.startsWith(ID_PREFIX)) throw disputeNotFound();
    const by = dto.actor ?? principalOf(exchange.request).holder;
    const command = asked.command({ by, notes: dto.notes ?? null, received: receivedText(exchange.request) });
    return this.change(
      { disputeId, command, admitted: admittedRequest(exchange.request, body, { name: by }) },
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
    if (changed.outcome === 'rejected') throw problemOf(changed);
    describeChange(changed, exchange);
    const { tenant } = admitted.principal;
    return answer({ dispute: disputeObject(await this.viewOf({ tenant, disputeId }, changed.revision)) });
  }

  private async viewOf(
    dispute: { tenant: string; disputeId: string },
    revision?: bigint,
  ): Promise<DeliveryDisputeView> {
    const view = await this.history.view(dispute, revision);
    if (view === null || !isDeliveryView(view)) throw disputeNotFound();
    return view;
  }
}

/** Returns the organisation of the caller's key: every key of this API belongs to one. */
const organisationOf = (request: LedgerRequest): string => {
  const { tenant } = principalOf(request);
  if (tenant === null) throw disputeNotFound();
  return tenant;
};
