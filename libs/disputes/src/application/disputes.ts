import { commandContext } from '#libs/access';
import { EventStore, type Transaction, Transactor } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { eventChain } from '#libs/proof';
import { Injectable } from '@nestjs/common';
import { disputeCodec } from '../domain/dispute-codec.js';
import type { DisputeCommand } from '../domain/dispute-command.js';
import { disputeDecider } from '../domain/dispute-decider.js';
import type { DisputeRefusal } from '../domain/dispute-decision.js';
import type { DisputeEvent } from '../domain/dispute-event.js';
import { isOdrCommand } from '../domain/odr/odr-decider.js';
import { disputeStream } from '../domain/dispute-stream.js';
import type { Dispute } from '../domain/dispute.js';
import type { ChangeDispute, DisputeChanged, RepeatDisputeChange } from './change-dispute.js';
import { DisputeFiles } from './dispute-files.js';

/** Decides changes of disputes, each on the dispute's own stream. */
@Injectable()
export class Disputes {
  private readonly transactor: Transactor<DisputeCommand, Dispute, DisputeEvent, DisputeRefusal>;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
    private readonly files: DisputeFiles,
  ) {
    this.transactor = new Transactor(store, {
      noun: 'dispute',
      decider: disputeDecider,
      codec: disputeCodec,
      chain: eventChain,
      // Whoever may not see a dispute is not told its revision.
      refusedFirst: ['dispute-not-found', 'dispute-of-another-institution'],
    });
  }

  /** Decides the change and appends its events. Refusals are values. */
  async change(change: ChangeDispute): Promise<DisputeChanged> {
    return this.transactor.transact(await this.transactionOf(change));
  }

  /** Returns the answer to a change that would add nothing to the dispute; null for one that would. */
  async preview(change: ChangeDispute): Promise<DisputeChanged | null> {
    return this.transactor.preview(await this.transactionOf(change));
  }

  /** Returns the first answer to a request with an idempotency key; null for a new request. */
  repeat({ disputeId, request }: RepeatDisputeChange): Promise<DisputeChanged | null> {
    return this.transactor.repeat(this.placeOf(disputeId, request));
  }

  private async transactionOf({
    disputeId,
    command,
    request,
  }: ChangeDispute): Promise<Transaction<DisputeCommand>> {
    const { tenant } = request.principal;
    const id = isOdrCommand(command) ? await this.files.forWriting(tenant, disputeId) : disputeId;
    return { command, ...this.placeOf(id, request) };
  }

  private placeOf(disputeId: string, request: ChangeDispute['request']): Omit<Transaction<never>, 'command'> {
    return {
      stream: disputeStream(request.principal.tenant, disputeId),
      context: commandContext(request, this.clock.now()),
    };
  }
}
