import type { AdmittedRequest } from '#libs/access';
import { ConfigurationQueries } from '#libs/dispute-configuration';
import type { DisputeCommand } from '#libs/disputes';
import { Injectable } from '@nestjs/common';
import { type LinkedChanged, LinkedDisputes } from './change-linked-dispute.js';
import { InvoiceDisputeList } from './invoice-dispute-list.js';
import { type AssignedLink, ownStep } from './link-reservations.js';

export interface InvoiceToClose {
  readonly documentNumber: string;
  /** The request body, byte for byte, as UTF-8 text. */
  readonly received: string;
}

type Refused = Extract<LinkedChanged, { outcome: 'rejected' }>;

export type InvoiceClosed =
  | Refused
  /** `position` is that of the last change; the configuration's if no dispute was open. */
  | { readonly outcome: 'committed'; readonly position: bigint }
  /** The tenant has no resolution for closed invoices. */
  | { readonly outcome: 'no-resolution' }
  /** The list of the invoice's disputes is behind the log. */
  | { readonly outcome: 'list-behind' };

/**
 * Closes the open disputes of an invoice with the tenant's resolution for closed invoices, each in a change
 * of its own. A second call closes those that are still open, and leaves the others alone.
 */
@Injectable()
export class InvoiceClosings {
  constructor(
    private readonly configuration: ConfigurationQueries,
    private readonly linked: LinkedDisputes,
    private readonly disputes: InvoiceDisputeList,
  ) {}

  async close(invoice: InvoiceToClose, request: AdmittedRequest): Promise<InvoiceClosed> {
    const { tenant } = request.principal;
    const found = await this.configuration.invoiceClosedResolution(tenant);
    if (found.view === null) return { outcome: 'no-resolution' };
    if (!(await this.disputes.isCurrent())) return { outcome: 'list-behind' };
    const target = { kind: 'resolution', resolutionId: found.view.resolutionId } as const;
    let { position } = found;
    for await (const { disputeId } of this.disputes.openOf(tenant, invoice.documentNumber)) {
      const changed = await this.linked.change(
        { disputeId, target, command: (link) => closing(link, invoice, request) },
        ownStep(request),
      );
      if (changed.outcome === 'committed')
        position = changed.position > position ? changed.position : position;
      // A dispute that somebody else ended in the meantime needs no closing.
      else if (changed.code !== 'dispute-not-open') return changed;
    }
    return { outcome: 'committed', position };
  }
}

const closing = (
  link: AssignedLink,
  { received }: InvoiceToClose,
  { actor }: AdmittedRequest,
): DisputeCommand => {
  if (link.kind !== 'resolution') throw new Error('A dispute is closed with a resolution.');
  const { resolution } = link;
  return {
    type: 'CloseInvoiceDispute',
    data: { by: actor.name, received, resolution, cause: 'invoice-closed', notes: null },
  };
};
