import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import {
  cursorOf,
  type Exchange,
  HttpExchange,
  invalidRequest,
  Offers,
  placeInLog,
  PositionSource,
  RequestProblem,
  validated,
  validatedQuery,
} from '#libs/http';
import { isJsonObject, type JsonValue } from '#libs/kernel';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { KeyedReplays } from './keyed-replays.js';
import { type KnownReplay, KnownReplays } from './known-replays.js';
import { ReplaysQuery, StartReplayRequest } from './ledger-api.dto.js';
import { limits } from './ledger-api.limits.js';
import { ledgerRequest } from './ledger-request.js';
import { replayAnswer } from './ledger-api.translate.js';
import { ListFiles } from './lists/list-files.js';
import { LIST_TYPES, takeListForm } from './lists/list-form.js';
import { replayColumns } from './lists/replay-columns.js';
import { wholeList } from './lists/whole-list.js';

/** The compliance officer's proof: read models rebuilt from the event log and compared with the live ones. */
@Controller('ledger/replays')
export class ReplaysController {
  constructor(
    private readonly known: KnownReplays,
    private readonly keyed: KeyedReplays,
    private readonly positions: PositionSource,
    private readonly files: ListFiles,
  ) {}

  @Post()
  @HttpCode(202)
  @Authenticated(ApiKeyGuard, 'replay:run')
  async start(
    @Caller() caller: Principal,
    @Body() body: JsonValue | undefined,
    @HttpExchange() { request, reply }: Exchange,
  ) {
    mustSeeEverything(caller);
    const asked = validated(StartReplayRequest, objectOf(body), { unknownMembers: 'refused' });
    const { swap = false, reason = null } = asked;
    const { status, isRepeat } = await this.keyed.start({ swap, reason }, ledgerRequest(request));
    void reply.header('Location', `/ledger/replays/${status.id}`);
    if (isRepeat) void reply.header('Idempotency-Replayed', 'true');
    return replayAnswer(status);
  }

  @Get()
  @Authenticated(ApiKeyGuard, 'replay:run')
  @Offers(...LIST_TYPES)
  async list(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    mustSeeEverything(caller);
    const { form, rest } = takeListForm(query, exchange.request);
    const { limit, cursor } = validatedQuery(ReplaysQuery, rest);
    const before = await placeInLog(this.positions, cursor);
    if (form !== undefined)
      return this.files.start(exchange, caller, {
        form,
        name: ['replays'],
        columns: replayColumns,
        show: (replay: KnownReplay) => replayAnswer(replay),
        pages: (signal) =>
          wholeList(async (from: number | null) => {
            const { replays, next } = await this.known.page(from, limits.exportPageSize);
            return { rows: replays, next };
          }, signal),
      });
    const { replays, next } = await this.known.page(before, limit);
    return { replays: replays.map(replayAnswer), next: cursorOf(next) };
  }

  @Get(':id')
  @Authenticated(ApiKeyGuard, 'replay:run')
  async status(@Caller() caller: Principal, @Param('id') id: string) {
    mustSeeEverything(caller);
    const status = await this.known.status(id);
    if (status === undefined) throw new RequestProblem('not-found', 'There is no such replay.');
    return replayAnswer(status);
  }
}

/** Rejects a caller who may see one tenant only: a replay and its result cover all tenants. */
const mustSeeEverything = ({ tenant }: Principal): void => {
  if (tenant !== null)
    throw new RequestProblem('forbidden', 'Replays cover all tenants; this API key is limited to one.');
};

const objectOf = (body: JsonValue | undefined): object => {
  if (body === undefined || body === null) return {};
  if (isJsonObject(body)) return body;
  throw invalidRequest([{ path: '', message: 'The body must be a JSON object' }]);
};
