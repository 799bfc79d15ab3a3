import {
  DisputeHistory,
  DisputeQueries,
  type InvoiceDisputeView,
  isInvoiceView,
  schemeOf,
} from '#libs/disputes';
import { Injectable } from '@nestjs/common';
import { limits } from './limits.js';

/** The disputes of an invoice, from the list that everybody reads. */
@Injectable()
export class InvoiceDisputeList {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly history: DisputeHistory,
  ) {}

  /** Whether it has, within a bounded time, everything that was in the log when this was asked. */
  async isCurrent(): Promise<boolean> {
    return this.queries.hasReached(await this.history.headPosition());
  }

  /** Page by page: a dispute that is closed meanwhile moves nobody from one page to another. */
  async *openOf(tenant: string, documentNumber: string): AsyncIterable<InvoiceDisputeView> {
    const filter = { tenant, scheme: schemeOf.invoice, documentNumber, stages: ['opened'] };
    let before: number | null = null;
    do {
      const page = await this.queries.disputes({ filter, before, limit: limits.disputesPerPage });
      yield* page.disputes.filter(isInvoiceView);
      before = page.next;
    } while (before !== null);
  }
}
