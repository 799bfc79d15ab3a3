import type { AdmittedRequest } from '#libs/access';
import type { LinkTarget } from '#libs/dispute-configuration';
import {
  type DisputeCommand,
  DisputeHistory,
  disputeStream,
  type InvoiceDisputeView,
  isInvoiceView,
} from '#libs/disputes';
import type { ShownState } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { LinkedDisputes } from './change-linked-dispute.js';
import type { Closing, InvoiceToClose, Prepared, Refused } from './invoice-closing.js';
import { type AssignedLink, ownStep } from './link-reservations.js';

/** Closes disputes one by one. */
@Injectable()
export class DisputeClosings {
  constructor(
    private readonly linked: LinkedDisputes,
    private readonly history: DisputeHistory,
  ) {}

  /** Closes the disputes. Returns those that are closed by then, or the refusal at which it stopped. */
  async closeAll({ disputes, target }: Prepared, closing: Closing): Promise<readonly ShownState[] | Refused> {
    const shown: ShownState[] = [];
    for (const dispute of disputes) {
      const result =
        dispute.stage === 'closed' ? stateOf(dispute) : await this.closeOne(dispute, target, closing);
      if (result === null) continue;
      if ('outcome' in result) return result;
      shown.push(result);
    }
    return shown;
  }

  /** Closes the dispute. Returns null if somebody else has cancelled it in the meantime. */
  private async closeOne(
    { tenant, disputeId }: InvoiceDisputeView,
    target: LinkTarget,
    { invoice, request }: Closing,
  ): Promise<ShownState | Refused | null> {
    const change = {
      disputeId,
      target: () => Promise.resolve(target),
      command: (link: AssignedLink | null) => closingOf(link, invoice, request),
    };
    const changed = await this.linked.change(change, stepOf(request, disputeId));
    if (changed.outcome === 'committed') {
      const { eventId, revision, position } = changed;
      return { stream: disputeStream(tenant, disputeId), revision, position, eventId };
    }
    if (changed.code !== 'dispute-not-open') return changed;
    const now = await this.history.view({ tenant, disputeId });
    return now !== null && isInvoiceView(now) && now.stage === 'closed' ? stateOf(now) : null;
  }
}

/**
 * Returns the request for one of the disputes. Its key is that of the whole request, for an operation of its
 * own, so that a repeat finds the disputes that it has closed.
 */
const stepOf = (request: AdmittedRequest, disputeId: string): AdmittedRequest => {
  const { idempotencyKey, operation } = request;
  const step = { name: `${operation.name} ${disputeId}`, paths: [] };
  return { ...ownStep(request), idempotencyKey, operation: step };
};

const stateOf = ({ tenant, disputeId, revision, position }: InvoiceDisputeView): ShownState => ({
  stream: disputeStream(tenant, disputeId),
  revision: BigInt(revision),
  position: BigInt(position),
  eventId: '',
});

const closingOf = (
  link: AssignedLink | null,
  { received }: InvoiceToClose,
  { actor }: AdmittedRequest,
): DisputeCommand => {
  if (link?.kind !== 'resolution') throw new Error('A dispute is closed with a resolution.');
  const { resolution } = link;
  return {
    type: 'CloseInvoiceDispute',
    data: { by: actor.name, received, resolution, cause: 'invoice-closed', notes: null },
  };
};
