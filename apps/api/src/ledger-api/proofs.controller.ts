import { ApiKeyGuard, Authenticated, Caller, maySeeTenant, type Principal, Public } from '#libs/access';
import { ProofLog, nodePrimitives, parseTilePath, tlogProofText } from '#libs/proof';
import { type Exchange, HttpExchange, RequestProblem, validatedQuery, Offers } from '#libs/http';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ConsistencyQuery } from './ledger-api.dto.js';

const CHECKPOINT_TYPE = 'text/plain; charset=utf-8';

/** A tile never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The proof log, as c2sp.org/tlog-tiles describes it. Checkpoint, tiles and consistency proofs are public:
 * they are hashes, which reveal nothing about a dispute. The proof of an event, which names its leaf, is for
 * those who may see the event.
 */
@Controller('ledger')
export class ProofsController {
  constructor(private readonly proofLog: ProofLog) {}

  /**
   * Without a key there is never anything to answer with, so that no answer may say "not yet"; and until the log
   * has been read, none may deny what it has.
   */
  private signer(): ProofLog['signer'] {
    const { signer } = this.proofLog;
    signer.assertHasKey();
    this.proofLog.assertRead();
    return signer;
  }

  @Get('checkpoint')
  @Public()
  @Offers('text/plain')
  @Header('Content-Type', CHECKPOINT_TYPE)
  @Header('Cache-Control', 'public, max-age=1')
  checkpoint(): string {
    const { newest } = this.signer();
    if (newest === undefined) throw new RequestProblem('not-found', 'No checkpoint has been signed yet.');
    return newest.note;
  }

  @Get('tile/*')
  @Public()
  @Offers('application/octet-stream')
  tile(@HttpExchange() { request, reply }: Exchange): Buffer {
    const { newest } = this.signer();
    const { tree } = this.proofLog.events;
    const path = request.url.slice(request.url.indexOf('/tile/') + '/tile/'.length);
    const tile = parseTilePath(path);
    const bytes = tile && newest && tree.tile(tile, newest.size);
    if (bytes === undefined) throw new RequestProblem('not-found', 'The proof log has no such tile.');
    void reply.header('Content-Type', 'application/octet-stream').header('Cache-Control', FOR_EVER);
    return Buffer.from(bytes);
  }

  @Get('consistency')
  @Public()
  consistency(@Query() query: object) {
    const { from, to } = validatedQuery(ConsistencyQuery, query);
    const size1 = Number(from);
    const signed = this.signer().newest?.size ?? 0;
    const size2 = to === undefined ? signed : Number(to);
    if (size1 < 1 || size1 > size2 || size2 > signed)
      throw new RequestProblem(
        'not-found',
        `There is no proof from ${size1} to ${size2}: the newest signed checkpoint covers ${signed} events.`,
      );
    const proof = this.proofLog.events.tree.consistencyProof(size1, size2);
    return { from: String(size1), to: String(size2), proof: proof.map(nodePrimitives.base64) };
  }

  @Get('proofs/:eventId')
  @Authenticated(ApiKeyGuard, 'timeline:read')
  @Offers('text/plain')
  @Header('Content-Type', CHECKPOINT_TYPE)
  async proof(@Caller() caller: Principal, @Param('eventId') eventId: string): Promise<string> {
    const signer = this.signer();
    const found = await this.proofLog.find(eventId);
    const tenant = found?.event.metadata.tenant ?? null;
    if (found === undefined || tenant === null || !maySeeTenant(caller, tenant))
      throw new RequestProblem('not-found', 'There is no such event.');
    const { size, note } = await signer.covering(found.index + 1);
    const proof = this.proofLog.events.tree.inclusionProof(found.index, size);
    return tlogProofText(nodePrimitives, { index: found.index, proof, checkpoint: note });
  }
}
