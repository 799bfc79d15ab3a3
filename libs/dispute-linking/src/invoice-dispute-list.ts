import { DisputeQueries, type InvoiceDisputeView, isInvoiceView, schemeOf } from '#libs/disputes';
import { CurrentRows } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { limits } from './limits.js';

/** Finds the disputes of an invoice in the list of disputes. */
@Injectable()
export class InvoiceDisputeList {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly rows: CurrentRows,
  ) {}

  /** Waits a bounded time for the list to have every event of the log, and returns whether it has them. */
  isCurrent(): Promise<boolean> {
    return this.rows.showLog();
  }

  /**
   * Yields the open disputes, page by page: a dispute that is closed meanwhile moves no other between pages.
   */
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
