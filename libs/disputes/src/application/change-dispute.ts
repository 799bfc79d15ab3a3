import type { AdmittedRequest } from '#libs/access';
import type { Transacted } from '#libs/event-store';
import { Command } from '@nestjs/cqrs';
import type { DisputeCommand } from '../domain/dispute-command.js';
import type { DisputeRefusal } from '../domain/dispute-decision.js';

/** The place of the change in the log, or its refusal. */
export type DisputeChanged = Transacted<DisputeRefusal>;

/**
 * Every code that a change of a dispute may be refused with: the dispute's own, and those of the write path.
 */
export type ChangeRefusal = Extract<DisputeChanged, { outcome: 'rejected' }>['code'];

/** Changes one dispute of the caller's tenant. */
export class ChangeDispute extends Command<DisputeChanged> {
  constructor(
    readonly disputeId: string,
    readonly command: DisputeCommand,
    readonly request: AdmittedRequest,
  ) {
    super();
  }
}

/**
 * Decides a change without adding anything to the dispute: answers as the change would if it adds nothing, and
 * null if it would add something.
 */
export class PreviewDisputeChange extends Command<DisputeChanged | null> {
  constructor(readonly change: ChangeDispute) {
    super();
  }
}

/**
 * Looks for the first answer to a request with an idempotency key, before its command can be made: what it
 * names may be gone by now. Answers with null to a new request.
 */
export class RepeatDisputeChange extends Command<DisputeChanged | null> {
  constructor(
    readonly disputeId: string,
    readonly request: AdmittedRequest,
  ) {
    super();
  }
}
