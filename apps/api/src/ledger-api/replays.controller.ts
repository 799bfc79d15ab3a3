import { ApiKeyGuard, Authenticated, Caller, type Principal } from '#libs/access';
import { type Exchange, HttpExchange, invalidRequest, RequestProblem, validated } from '#libs/http';
import { isJsonObject, type JsonValue } from '#libs/kernel';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { KeyedReplays } from './keyed-replays.js';
import { StartReplayRequest } from './ledger-api.dto.js';
import { ledgerRequest } from './ledger-request.js';
import { Replays, type ReplayStatus } from './replays.js';

/** The compliance officer's proof: read models rebuilt from the event log and compared with the live ones. */
@Controller('ledger/replays')
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly keyed: KeyedReplays,
  ) {}

  @Post()
  @HttpCode(202)
  @Authenticated(ApiKeyGuard, 'replay:run')
  async start(
    @Caller() caller: Principal,
    @Body() body: JsonValue | undefined,
    @HttpExchange() { request, reply }: Exchange,
  ): Promise<ReplayStatus> {
    mustSeeEverything(caller);
    const { swap = false } = validated(StartReplayRequest, objectOf(body), { unknownMembers: 'refused' });
    const { status, isRepeat } = await this.keyed.start(swap, ledgerRequest(request));
    void reply.header('Location', `/ledger/replays/${status.id}`);
    if (isRepeat) void reply.header('Idempotency-Replayed', 'true');
    return status;
  }

  @Get(':id')
  @Authenticated(ApiKeyGuard, 'replay:run')
  status(@Caller() caller: Principal, @Param('id') id: string): ReplayStatus {
    mustSeeEverything(caller);
    const status = this.replays.status(id);
    if (status === undefined) throw new RequestProblem('not-found', 'There is no such replay.');
    return status;
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
