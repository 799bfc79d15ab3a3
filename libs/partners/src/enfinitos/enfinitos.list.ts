import { DisputeQueries, type DisputeView, isDeliveryView, type WholeDisputeList } from '#libs/disputes';
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
import { WholeLists } from '../whole-list.js';
import { ENFINITOS } from './enfinitos.credential.js';
import { DisputesQueryDto } from './enfinitos.dto.js';
import { answer } from './enfinitos.envelope.js';
import { limits } from './enfinitos.limits.js';
import { stageOfState, STATES } from './enfinitos.states.js';
import { disputeObject } from './enfinitos.answers.js';

/** The list of an organisation's disputes: all that match, or a page of them where the query asks for one. */
@Injectable()
export class EnfinitosList {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly lists: WholeLists,
    private readonly positions: PositionSource,
  ) {}

  /** @throws RequestProblem for a query that cannot be read, and for a list that is behind or too long. */
  async answer(query: object, tenant: string, exchange: Exchange) {
    const { state, limit, cursor } = validatedQuery(DisputesQueryDto, query);
    await currentPosition(this.positions, exchange.request, exchange.reply);
    const all = { tenant, scheme: ENFINITOS };
    const filter = state === undefined ? all : { ...all, stages: state.map(stageOfState) };
    if (!asksForPage(query)) {
      const body = async (disputes: readonly object[], { position }: WholeDisputeList) =>
        listAnswer(disputes, await this.shownCounts(all, position), null);
      const form = { objects: disputeObjects, body, narrowedBy: 'state' };
      return this.lists.answer({ filter, most: limits.maxListedDisputes }, form, exchange);
    }
    const before = await placeInLog(this.positions, cursor);
    const { disputes, next } = await this.queries.disputes({ filter, before, limit });
    const held = await heldDisputes(this.queries, tenant, exchange);
    return listAnswer(disputeObjects(shownOf(disputes, held)), await this.shownCounts(all), cursorOf(next));
  }

  /** Counts the disputes per stage without those that are held back: where they stand is not known. */
  private async shownCounts(
    all: { readonly tenant: string; readonly scheme: string },
    at?: bigint,
  ): Promise<ReadonlyMap<string, number>> {
    const counts = new Map(await this.queries.countsByStage(all, at));
    for (const { scheme, stage } of await this.queries.heldDisputes(all.tenant))
      if (scheme === all.scheme && stage !== null) counts.set(stage, (counts.get(stage) ?? 1) - 1);
    return counts;
  }
}

const disputeObjects = (views: readonly DisputeView[]): readonly object[] =>
  views.filter(isDeliveryView).map(disputeObject);

/** The counts are those of every state, whatever states were asked for. */
const listAnswer = (
  disputes: readonly object[],
  counts: ReadonlyMap<string, number>,
  nextCursor: string | null,
) =>
  answer({
    disputes,
    counts: Object.fromEntries(STATES.map((name) => [name, counts.get(stageOfState(name)) ?? 0])),
    nextCursor,
  });
