import type { AdmittedRequest } from '#libs/access';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DisputeCommand } from '../domain/dispute-command.js';
import { type DisputeChanged, Disputes } from './disputes.js';

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
  constructor(private readonly disputes: Disputes) {}

  execute(change: ChangeDispute): Promise<DisputeChanged> {
    return this.disputes.change(change);
  }
}
