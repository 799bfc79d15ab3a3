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
   * Returns the open and closed disputes, the newest first, at most `limit`. With a position, only those that
   * were opened by then.
   */
  async of(
    { tenant, documentNumber }: { readonly tenant: string; readonly documentNumber: string },
    limit: number,
    openedBy?: bigint,
  ): Promise<readonly InvoiceDisputeView[]> {
    const filter = { tenant, scheme: schemeOf.invoice, documentNumber, stages: ['opened', 'closed'] };
    const found: InvoiceDisputeView[] = [];
    let before = openedBy === undefined ? null : Number(openedBy) + 1;
    do {
      const left = Math.min(limits.disputesPerPage, limit - found.length);
      const page = await this.queries.disputes({ filter, before, limit: left });
      found.push(...page.disputes.filter(isInvoiceView));
      before = page.next;
    } while (before !== null && found.length < limit);
    return found;
  }
}
