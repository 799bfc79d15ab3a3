import type { AdmittedRequest } from '#libs/access';
import { type LinkedChange, type LinkedChanged, LinkedDisputes } from '#libs/dispute-linking';
import { ChangeDispute, type DisputeCommand, DisputeHistory, isInvoiceView } from '#libs/disputes';
import { atLeastAsked, describeState, type Exchange } from '#libs/http';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { describeChange } from '../command-request.js';
import { disputeObject } from './billtrust.disputes.translate.js';
import { notFound, referenceProblemOf } from './billtrust.problems.js';

interface Asked {
  readonly disputeId: string;
  readonly request: AdmittedRequest;
}

/** Changes a dispute for a route, and returns the dispute as the change left it. */
@Injectable()
export class BilltrustDisputeActs {
  constructor(
    private readonly linked: LinkedDisputes,
    private readonly commands: CommandBus,
    private readonly history: DisputeHistory,
  ) {}

  /** Links the dispute to a reason or resolution. @throws RequestProblem when the change is refused. */
  async link({ disputeId, request }: Asked, change: Omit<LinkedChange, 'disputeId'>, exchange: Exchange) {
    const changed = await this.linked.change({ disputeId, ...change }, request);
    return this.answer(changed, { disputeId, request }, exchange);
  }

  /** Changes the dispute without linking it. @throws RequestProblem when the change is refused. */
  async change({ disputeId, request }: Asked, command: DisputeCommand, exchange: Exchange) {
    const changed = await this.commands.execute(new ChangeDispute(disputeId, command, request));
    return this.answer(changed, { disputeId, request }, exchange);
  }

  /** Changes the dispute so that it uses fewer links. @throws RequestProblem when the change is refused. */
  async unlink({ disputeId, request }: Asked, command: DisputeCommand, exchange: Exchange) {
    const changed = await this.linked.unlink({ disputeId, command }, request);
    return this.answer(changed, { disputeId, request }, exchange);
  }

  /**
   * Returns the dispute as it is now.
   *
   * @throws RequestProblem when the tenant has no invoice dispute with this id.
   */
  async read(tenant: string, disputeId: string, exchange: Exchange) {
    const view = await this.viewOf(tenant, disputeId);
    const position = atLeastAsked(exchange.request, BigInt(view.position));
    describeState({ revision: BigInt(view.revision), position }, exchange);
    return disputeObject(view);
  }

  private async answer(changed: LinkedChanged, { disputeId, request }: Asked, exchange: Exchange) {
    if (changed.outcome === 'rejected') throw referenceProblemOf(changed);
    describeChange(changed, exchange);
    return disputeObject(await this.viewOf(request.principal.tenant, disputeId, changed.revision));
  }

  private async viewOf(tenant: string, disputeId: string, revision?: bigint) {
    const view = await this.history.view({ tenant, disputeId }, revision);
    if (view === null || !isInvoiceView(view)) throw notFound('dispute');
    return view;
  }
}
