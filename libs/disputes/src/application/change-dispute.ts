import { type AdmittedRequest, commandContext } from '#libs/access';
import { EventStore, type Transacted, Transactor } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { disputeCodec } from '../domain/dispute-codec.js';
import type { DisputeCommand } from '../domain/dispute-command.js';
import { disputeDecider } from '../domain/dispute-decider.js';
import type { DisputeRefusal } from '../domain/dispute-decision.js';
import { disputeStream } from '../domain/dispute-stream.js';
import type { Dispute } from '../domain/dispute.js';
import type { DisputeEvent } from '../domain/dispute-event.js';

export type DisputeChanged = Transacted<DisputeRefusal>;

/** Every code that a change of a dispute may be refused with: of the dispute, and of the write path. */
export type ChangeRefusal = Extract<DisputeChanged, { outcome: 'rejected' }>['code'];

/** Asks one dispute of the caller's tenant to do something. */
export class ChangeDispute extends Command<DisputeChanged> {
  constructor(
    readonly disputeId: string,
    readonly command: DisputeCommand,
    readonly request: AdmittedRequest,
  ) {
    super();
  }
}

@CommandHandler(ChangeDispute)
export class ChangeDisputeHandler implements ICommandHandler<ChangeDispute> {
  private readonly transactor: Transactor<DisputeCommand, Dispute, DisputeEvent, DisputeRefusal>;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
  ) {
    this.transactor = new Transactor(store, { decider: disputeDecider, codec: disputeCodec });
  }

  execute({ disputeId, command, request }: ChangeDispute): Promise<DisputeChanged> {
    return this.transactor.transact({
      stream: disputeStream(request.principal.tenant, disputeId),
      command,
      context: commandContext(request, this.clock.now()),
    });
  }
}
