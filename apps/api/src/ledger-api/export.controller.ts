import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal } from '#libs/access';
import { ProofLog } from '#libs/proof';
import { EventStore, newCommandId } from '#libs/event-store';
import { bundleFileOf, exportDispute, UnknownSizeError } from '#libs/evidence';
import {
  correlationIdOf,
  type Exchange,
  HttpExchange,
  invalidRequest,
  RequestProblem,
  validatedQuery,
  Offers,
} from '#libs/http';
import { Clock } from '#libs/kernel';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { attachmentOf } from './lists/attachment.js';
import { ExportQuery } from './ledger-api.dto.js';
import { refuseIdempotencyKey } from './ledger-request.js';
import type { DisputeKey } from './past-disputes.js';
import { VisibleDisputes } from './visible-disputes.js';

/** The evidence of a dispute, as a tar file to take away. */
@Controller('ledger/disputes')
export class ExportController {
  constructor(
    private readonly store: EventStore,
    private readonly proofLog: ProofLog,
    private readonly clock: Clock,
    private readonly visible: VisibleDisputes,
  ) {}

  @Get(':tenant/:disputeId/export')
  @Authenticated(ApiKeyGuard, 'export:create')
  @Offers('application/x-tar')
  async export(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ): Promise<Buffer> {
    refuseIdempotencyKey(request);
    const { since } = validatedQuery(ExportQuery, query);
    this.proofLog.signer.assertHasKey();
    const { tenant, disputeId } = await this.visible.keyOf(caller, written);
    const context = {
      ...caller,
      commandId: newCommandId(),
      correlationId: correlationIdOf(request),
      tenant,
      actor: { name: caller.holder },
      now: this.clock.now().toISOString(),
    };
    const asked = { tenant, disputeId, context, ...(since !== undefined && { since: Number(since) }) };
    const bundle = maySeeTenant(caller, tenant)
      ? await exportDispute({ store: this.store, proofLog: this.proofLog }, asked).catch(namingSince)
      : undefined;
    if (bundle === undefined) throw new RequestProblem('not-found', 'There is no such dispute.');
    void reply
      .header('Content-Type', 'application/x-tar')
      .header('Content-Disposition', attachmentOf(bundleFileOf(asked)))
      .header('Cache-Control', 'no-store');
    return Buffer.from(bundle);
  }
}

const namingSince = (error: unknown): never => {
  if (!(error instanceof UnknownSizeError)) throw error;
  throw invalidRequest([{ path: 'since', message: `since ${error.message}` }]);
};
