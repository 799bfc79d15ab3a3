import { type DisputeFilter, DisputeQueries, type DisputeView, isInvoiceView } from '#libs/disputes';
import {
  asksForPage,
  currentPosition,
  cursorOf,
  type Exchange,
  placeInLog,
  PositionSource,
  validatedQuery,
} from '#libs/http';
import { Injectable } from '@nestjs/common';
import { heldDisputes, shownOf } from '../held-disputes.js';
import { type ListForm, WholeLists } from '../whole-list.js';
import { BILLTRUST } from './billtrust.credential.js';
import { DisputesQueryDto } from './billtrust.disputes.dto.js';
import { disputeObject, stageOfStatus } from './billtrust.disputes.translate.js';
import { limits } from './billtrust.limits.js';

/** The list of a tenant's disputes: all that match, or a page of them where the query asks for one. */
@Injectable()
export class BilltrustList {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly lists: WholeLists,
    private readonly positions: PositionSource,
  ) {}

  /** @throws RequestProblem for a query that cannot be read, and for a list that is behind or too long. */
  async answer(query: object, tenant: string, exchange: Exchange) {
    const asked = validatedQuery(DisputesQueryDto, query);
    await currentPosition(this.positions, exchange.request, exchange.reply);
    const order = asked.Sort === 'CreateDate' ? 'oldest-first' : 'newest-first';
    const wanted = { filter: filterOf(tenant, asked), order } as const;
    if (!asksForPage(query))
      return this.lists.answer({ ...wanted, most: limits.maxListedDisputes }, WHOLE, exchange);
    const before = await placeInLog(this.positions, asked.cursor);
    const { disputes, next } = await this.queries.disputes({ ...wanted, before, limit: asked.limit });
    const cursor = cursorOf(next);
    if (cursor !== null) void exchange.reply.header('Ledger-Next-Cursor', cursor);
    return disputeObjects(shownOf(disputes, await heldDisputes(this.queries, tenant, exchange)));
  }
}

const disputeObjects = (views: readonly DisputeView[]): readonly object[] =>
  views.filter(isInvoiceView).map(disputeObject);

/** A bare array, as the vendor's lists are. */
const WHOLE: ListForm<readonly object[]> = {
  objects: disputeObjects,
  body: (objects) => objects,
  narrowedBy: 'AccountNumber, DocumentNumber or Status',
};

const filterOf = (tenant: string, asked: DisputesQueryDto): DisputeFilter => ({
  tenant,
  scheme: BILLTRUST,
  ...(asked.DocumentNumber !== undefined && { documentNumber: asked.DocumentNumber }),
  ...(asked.AccountNumber !== undefined && { accountNumber: asked.AccountNumber }),
  ...(asked.Status !== undefined && { stages: [stageOfStatus(asked.Status)] }),
});
