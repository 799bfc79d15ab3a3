import {
  type DisputeFilter,
  DisputeQueries,
  disputeStream,
  type DisputeView,
  PastDisputeQueries,
} from '#libs/disputes';
import type { LogMoment } from '#libs/event-store';
import type { TimePlace } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { limits } from '../ledger-api.limits.js';
import { disputeAnswer, heldAnswer } from '../ledger-api.translate.js';
import { wholeList } from './whole-list.js';

/** The list of disputes, now or at a moment, page by page or to its end. */
@Injectable()
export class ListedDisputes {
  constructor(
    readonly now: DisputeQueries,
    readonly then: PastDisputeQueries,
  ) {}

  /** Returns how a dispute is shown in a list. One that is held back is as it was before, and says so. */
  async show() {
    const held = await this.now.held();
    return (view: DisputeView) => ({
      ...disputeAnswer(view),
      ...heldAnswer(held.get(disputeStream(view.tenant, view.disputeId))),
    });
  }

  /** Yields every dispute that fits the filter, page by page. */
  pages(
    { filter, moment }: { readonly filter: DisputeFilter; readonly moment: LogMoment | undefined },
    signal: AbortSignal,
  ): AsyncIterable<readonly DisputeView[]> {
    const limit = limits.exportDocumentsPageSize;
    if (moment === undefined)
      return wholeList(async (before: number | null) => {
        const { disputes, next } = await this.now.page({ filter, before, limit });
        return { rows: disputes, next };
      }, signal);
    return wholeList(async (before: TimePlace | null) => {
      const { disputes, next } = await this.then.page({ filter, before, limit }, moment);
      return { rows: disputes, next };
    }, signal);
  }
}
