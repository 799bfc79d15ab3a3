import { commandContext } from '#libs/access';
import {
  decodeRecorded,
  entityIdOf,
  EventStore,
  type RecordedEvent,
  StoreUnavailableError,
  Transactor,
} from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import {
  disputeCodeOf,
  documentSequenceCodec,
  documentSequenceDecider,
  type DocumentSequence,
  type InvoiceDisputeNumbered,
  type NumberDispute,
} from '../domain/invoice/document-sequence.js';
import { limits } from '../limits.js';
import type { ChangeDispute } from './change-dispute.js';
import { Disputes } from './disputes.js';

/**
 * The codes of invoice disputes: a sequence per document, each on a stream of its own. A code is taken before
 * the dispute is opened. If that opening never comes, its number is left out: no two disputes share one.
 */
@Injectable()
export class DisputeNumbers {
  private readonly transactor: Transactor<NumberDispute, DocumentSequence, InvoiceDisputeNumbered, never>;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
    private readonly disputes: Disputes,
  ) {
    this.transactor = new Transactor(store, {
      noun: 'sequence',
      decider: documentSequenceDecider,
      codec: documentSequenceCodec,
    });
  }

  /**
   * Returns the code for the dispute that the change opens, the same one every time for the same dispute.
   * Returns null for an opening that would open nothing, such as a repeat: it takes no number.
   *
   * @throws StoreUnavailableError when the store is down, or others took every number that was tried for.
   */
  async codeFor(opening: ChangeDispute, documentNumber: string): Promise<string | null> {
    if ((await this.disputes.preview(opening)) !== null) return null;
    const { disputeId, request } = opening;
    // The key and the precondition belong to the opening.
    const step = { ...request, idempotencyKey: undefined, preconditions: undefined };
    const transaction = {
      stream: documentStream(request.principal.tenant, documentNumber),
      command: {
        type: 'NumberDispute' as const,
        data: { documentNumber, disputeId, by: request.actor.name },
      },
      context: commandContext(step, this.clock.now()),
    };
    for (let attempt = 1; attempt <= limits.maxNumberAttempts; attempt += 1) {
      const { view } = await this.transactor.transactAndView(transaction, (sequence) =>
        sequence.get(disputeId),
      );
      if (view !== undefined) return disputeCodeOf(documentNumber, view);
    }
    throw new StoreUnavailableError('Other disputes of the document took every number.');
  }
}

/** Returns the stream of a document's numbers. A document number may have characters that no stream may have. */
const documentStream = (tenant: string, documentNumber: string): string =>
  `invoiceDocument-${tenant}.${entityIdOf('invoice-document', documentNumber)}`;

/** Reads an event of a document's numbers. @throws UndecodableEventError when it cannot be read. */
export const checkDocumentEvent = (event: RecordedEvent): void => {
  decodeRecorded(documentSequenceCodec, event);
};
