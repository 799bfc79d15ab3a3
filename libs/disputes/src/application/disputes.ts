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
import { disputeStream } from '../domain/dispute-stream.js';
import type { Dispute } from '../domain/dispute.js';
import type { ChangeDispute, DisputeChanged, RepeatDisputeChange } from './change-dispute.js';

/** Decides changes of disputes, each on the dispute's own stream. */
@Injectable()
export class Disputes {
  private readonly transactor: Transactor<DisputeCommand, Dispute, DisputeEvent, DisputeRefusal>;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
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
  change(change: ChangeDispute): Promise<DisputeChanged> {
    return this.transactor.transact(this.transactionOf(change));
  }

  /** Returns the answer to a change that would add nothing to the dispute; null for one that would. */
  preview(change: ChangeDispute): Promise<DisputeChanged | null> {
    return this.transactor.preview(this.transactionOf(change));
  }

  /** Returns the first answer to a request with an idempotency key; null for a new request. */
  repeat(asked: RepeatDisputeChange): Promise<DisputeChanged | null> {
    return this.transactor.repeat(this.placeOf(asked));
  }

  private transactionOf(change: ChangeDispute): Transaction<DisputeCommand> {
    return { command: change.command, ...this.placeOf(change) };
  }

  private placeOf({ disputeId, request }: RepeatDisputeChange): Omit<Transaction<never>, 'command'> {
    return {
      stream: disputeStream(request.principal.tenant, disputeId),
      context: commandContext(request, this.clock.now()),
    };
  }
}
