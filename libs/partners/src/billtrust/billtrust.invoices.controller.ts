import { Authenticated } from '#libs/access';
import { InvoiceClosings } from '#libs/dispute-linking';
import { DisputeQueries, isInvoiceView } from '#libs/disputes';
import {
  describeState,
  type Exchange,
  HttpExchange,
  httpLimits,
  PositionSource,
  RequestProblem,
} from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { receivedText } from '../command-request.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { BILLTRUST } from './billtrust.credential.js';
import { disputeObject } from './billtrust.disputes.translate.js';
import { problemOf } from './billtrust.problems.js';
import { admitted, tenantPaths } from './billtrust.requests.js';

/** Routes for what happens to an invoice and affects its disputes. */
@Controller(tenantPaths('/invoices'))
export class BilltrustInvoicesController {
  constructor(
    private readonly closings: InvoiceClosings,
    private readonly queries: DisputeQueries,
    private readonly positions: PositionSource,
  ) {}

  /** Closes the invoice's open disputes. Answers with its closed disputes, at most one page of them. */
  @Post(':documentNumber/closed')
  @HttpCode(200)
  @Authenticated(BilltrustGuard, 'Dispute Management:UPDATE')
  async closed(
    @Param() { tenantId, documentNumber }: { tenantId: string; documentNumber: string },
    @Body() body: JsonValue | undefined,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const invoice = { documentNumber, received: receivedText(request) };
    const closed = await this.closings.close(invoice, admitted(request, body));
    if (closed.outcome === 'rejected') throw problemOf(closed);
    if (closed.outcome === 'no-resolution') throw noResolution();
    if (closed.outcome === 'list-behind' || !(await this.positions.hasReached(closed.position)))
      throw listBehind();
    describeState({ position: closed.position }, { reply });
    const { disputes } = await this.queries.disputes({
      filter: { tenant: tenantId, scheme: BILLTRUST, documentNumber, stages: ['closed'] },
      before: null,
      limit: httpLimits.maxPageSize,
    });
    return disputes.filter(isInvoiceView).map(disputeObject);
  }
}

const noResolution = (): RequestProblem =>
  new RequestProblem('conflict', 'The tenant has no resolution that is applied when an invoice is closed.');

/** Nothing is lost: a repeat of the request closes the disputes that are left. */
const listBehind = (): RequestProblem =>
  new RequestProblem('unavailable', 'The list of disputes is behind. Try again.', {
    headers: { 'Retry-After': String(httpLimits.retryAfterSeconds) },
  });
