import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  ChangeDispute,
  type DisputeChanged,
  PreviewDisputeChange,
  RepeatDisputeChange,
} from './change-dispute.js';
import { Disputes } from './disputes.js';

@CommandHandler(ChangeDispute)
export class ChangeDisputeHandler implements ICommandHandler<ChangeDispute> {
  constructor(private readonly disputes: Disputes) {}

  execute(change: ChangeDispute): Promise<DisputeChanged> {
    return this.disputes.change(change);
  }
}

@CommandHandler(PreviewDisputeChange)
export class PreviewDisputeChangeHandler implements ICommandHandler<PreviewDisputeChange> {
  constructor(private readonly disputes: Disputes) {}

  execute({ change }: PreviewDisputeChange): Promise<DisputeChanged | null> {
    return this.disputes.preview(change);
  }
}

@CommandHandler(RepeatDisputeChange)
export class RepeatDisputeChangeHandler implements ICommandHandler<RepeatDisputeChange> {
  constructor(private readonly disputes: Disputes) {}

  execute(asked: RepeatDisputeChange): Promise<DisputeChanged | null> {
    return this.disputes.repeat(asked);
  }
}
