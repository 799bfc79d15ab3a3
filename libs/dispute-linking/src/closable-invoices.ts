import { ConfigurationQueries } from '#libs/dispute-configuration';
import { reject } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { type Closing, keyOf, type NotBegun, type Prepared } from './invoice-closing.js';
import { InvoiceDisputeList } from './invoice-dispute-list.js';
import { limits } from './limits.js';

/** Finds the disputes of an invoice that is to be closed. */
@Injectable()
export class ClosableInvoices {
  constructor(
    private readonly configuration: ConfigurationQueries,
    private readonly disputes: InvoiceDisputeList,
  ) {}

  /** Finds what is to be closed, or why nothing may be. Changes nothing. */
  async prepare(closing: Closing): Promise<Prepared | NotBegun> {
    const { tenant } = keyOf(closing);
    // RFC 9110 section 13.1.1: false without a current representation.
    if (closing.request.preconditions?.oneOf !== undefined)
      return reject('revision-mismatch', 'An invoice has no state here that If-Match could name.');
    const { view, position } = await this.configuration.invoiceClosedResolution(tenant);
    if (view === null) return { outcome: 'no-resolution' };
    if (!(await this.disputes.isCurrent())) return { outcome: 'list-behind' };
    const limit = limits.maxDisputesPerInvoice;
    const disputes = await this.disputes.of(keyOf(closing), limit + 1);
    if (disputes.length > limit) return { outcome: 'too-many', limit };
    const target = { kind: 'resolution', resolutionId: view.resolutionId } as const;
    return { outcome: 'prepared', target, position, disputes };
  }

  /** Returns what an earlier attempt of the request was to close: no dispute that was opened since. */
  async asOf(position: bigint, prepared: Prepared, closing: Closing): Promise<Prepared> {
    const disputes = await this.disputes.of(keyOf(closing), limits.maxDisputesPerInvoice, position);
    return { ...prepared, disputes };
  }
}
