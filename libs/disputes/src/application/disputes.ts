import { type AdmittedRequest, commandContext } from '#libs/access';
import { eventChain } from '#libs/proof';
import { EventStore, type Transacted, type Transaction, Transactor } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { disputeCodec } from '../domain/dispute-codec.js';
import type { DisputeCommand } from '../domain/dispute-command.js';
import { disputeDecider } from '../domain/dispute-decider.js';
import type { DisputeRefusal } from '../domain/dispute-decision.js';
import type { DisputeEvent } from '../domain/dispute-event.js';
import { disputeStream } from '../domain/dispute-stream.js';
import type { Dispute } from '../domain/dispute.js';

export type DisputeChanged = Transacted<DisputeRefusal>;

/** One dispute of the caller's tenant, and what is asked of it. */
export interface DisputeChange {
  readonly disputeId: string;
  readonly command: DisputeCommand;
  readonly request: AdmittedRequest;
}

/** All disputes, each decided on its own stream. */
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
    });
  }

  change(change: DisputeChange): Promise<DisputeChanged> {
    return this.transactor.transact(this.transactionOf(change));
  }

  /** The answer to a change that would add nothing to the dispute; null for one that would. */
  preview(change: DisputeChange): Promise<DisputeChanged | null> {
    return this.transactor.preview(this.transactionOf(change));
  }

  private transactionOf({ disputeId, command, request }: DisputeChange): Transaction<DisputeCommand> {
    return {
      stream: disputeStream(request.principal.tenant, disputeId),
      command,
      context: commandContext(request, this.clock.now()),
    };
  }
}
