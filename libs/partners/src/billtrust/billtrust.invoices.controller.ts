import { Authenticated } from '#libs/access';
import { type InvoiceClosed, InvoiceClosings } from '#libs/dispute-linking';
import { DisputeHistory, isInvoiceView } from '#libs/disputes';
import { type Exchange, HttpExchange, httpLimits, RequestProblem } from '#libs/http';
import { assertNever } from '#libs/kernel';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { describeChange, receivedText } from '../command-request.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { disputeObject } from './billtrust.disputes.translate.js';
import { problemOf } from './billtrust.problems.js';
import { admitted, tenantPaths } from './billtrust.requests.js';

/** Routes for what happens to an invoice and affects its disputes. */
@Controller(tenantPaths('/invoices'))
export class BilltrustInvoicesController {
  constructor(
    private readonly closings: InvoiceClosings,
    private readonly history: DisputeHistory,
  ) {}

  /** Closes the invoice's open disputes. Answers with all its closed disputes, as the request left them. */
  @Post(':documentNumber/closed')
  @HttpCode(200)
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async closed(
    @Param() { tenantId, documentNumber }: { tenantId: string; documentNumber: string },
    @HttpExchange() exchange: Exchange,
  ) {
    const { request } = exchange;
    const invoice = { documentNumber: documentNumber.trim(), received: receivedText(request) };
    const closed = await this.closings.close(invoice, admitted(request));
    if (closed.outcome !== 'committed') throw closingProblemOf(closed);
    describeChange({ ...closed, revision: undefined, eventId: '' }, exchange);
    const objects: object[] = [];
    for (const { disputeId, revision } of closed.disputes) {
      const view = await this.history.view({ tenant: tenantId, disputeId }, revision);
      if (view !== null && isInvoiceView(view)) objects.push(disputeObject(view));
    }
    return objects;
  }
}

const closingProblemOf = (closed: Exclude<InvoiceClosed, { outcome: 'committed' }>): RequestProblem => {
  switch (closed.outcome) {
    case 'rejected':
      return problemOf(closed);
    case 'no-resolution':
      return noResolution();
    case 'list-behind':
      return listBehind();
    case 'too-many':
      return tooMany(closed.limit);
    default:
      return assertNever(closed);
  }
};

const noResolution = (): RequestProblem =>
  new RequestProblem('conflict', 'The tenant has no resolution that is applied when an invoice is closed.');

/** Nothing is lost: a repeat of the request closes the disputes that are left. */
const listBehind = (): RequestProblem =>
  new RequestProblem('unavailable', 'The list of disputes is behind. Try again.', {
    headers: { 'Retry-After': String(httpLimits.retryAfterSeconds) },
  });

const tooMany = (limit: number): RequestProblem =>
  new RequestProblem(
    'conflict',
    `The invoice has more than ${limit} disputes, and none was closed. Close them one by one.`,
  );
