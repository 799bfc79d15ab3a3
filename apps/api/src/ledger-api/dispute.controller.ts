import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import {
  entityTagOf,
  type Exchange,
  HttpExchange,
  invalidRequest,
  isUnchanged,
  PositionSource,
  streamPosition,
  validatedQuery,
  Offers,
} from '#libs/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { shownInstant } from './asked-moments.js';
import { DIFF_TYPES, preferredDiffForm } from './diff-forms.js';
import { DiffQuery, DisputeQuery } from './ledger-api.dto.js';
import { disputeAnswer } from './ledger-api.translate.js';
import { LATEST } from './moment-query.js';
import { type DisputeKey, PastDisputes } from './past-disputes.js';
import { SettledAnswers } from './settled-answers.js';
import { assertReached, VisibleDisputes } from './visible-disputes.js';

/** Serves one dispute to auditors, as it is now and as it stood at any moment. */
@Controller('ledger/disputes/:tenant/:disputeId')
export class DisputeController {
  constructor(
    private readonly visible: VisibleDisputes,
    private readonly past: PastDisputes,
    private readonly settled: SettledAnswers,
    private readonly positions: PositionSource,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  async dispute(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() exchange: Exchange,
  ) {
    const { moment, rest } = await this.past.moments.ofDispute(query, exchange);
    const isExplained = validatedQuery(DisputeQuery, rest).explain === 'true';
    const speakFor = await streamPosition(this.positions, exchange);
    if (moment === undefined && !isExplained) {
      const { view, last } = await this.visible.nowAs(caller, written);
      speakFor(last.position);
      return isUnchanged(entityTagOf(view.revision), exchange) ? undefined : disputeAnswer(view);
    }
    const key = await this.visible.keyOf(caller, written);
    const last = await this.visible.lastEvent(caller, key, moment);
    assertReached({ parameter: 'revision', moment }, last);
    const { revision } = last;
    speakFor(last.position);
    await this.settled.letKeep({ moment, revision }, exchange);
    if (isUnchanged(entityTagOf(revision), exchange)) return undefined;
    const { document, leaves, changedBy } = await this.past.provenance(key, revision);
    if (!isExplained) return document;
    return {
      ...document,
      explanation: Object.fromEntries([...leaves.keys()].map((at) => [at, changedBy.get(at)])),
    };
  }

  @Get('diff')
  @Authenticated(ApiKeyGuard, 'dispute:read')
  @Offers(...DIFF_TYPES)
  async diff(
    @Caller() caller: Principal,
    @Param() written: DisputeKey,
    @Query() query: object,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    const asked = validatedQuery(DiffQuery, query);
    const [from, to] = [
      this.past.moments.inStream('from', asked.from),
      asked.to === undefined ? LATEST : this.past.moments.inStream('to', asked.to),
    ];
    const form = preferredDiffForm(request);
    const key = await this.visible.keyOf(caller, written);
    const last = await this.visible.lastEvent(caller, key, to);
    assertReached({ parameter: 'to', moment: to }, last);
    const revisions = { from: await this.past.revisionAt(key, from), to: last.revision };
    if (revisions.from > revisions.to)
      throw invalidRequest([{ path: 'to', message: 'to must not be before from' }]);
    assertReached({ parameter: 'from', moment: from }, last);
    const diff = await this.past.diff(key, revisions);
    void reply.type(form.contentType);
    return form.show(
      { key, ...revisions, asOf: { from: shownInstant(from).asOf, to: shownInstant(to).asOf } },
      diff,
    );
  }
}
