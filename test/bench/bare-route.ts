import { type ActiveCredential, Credentials, CredentialDirectory } from '#libs/access';
import { SystemClock } from '#libs/environment';
import { EmbeddedEventStore, type ExpectedRevision } from '#libs/event-store';
import Fastify from 'fastify';
import { importSPKI, jwtVerify } from 'jose';
import { randomUUID } from 'node:crypto';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import { disputeDecider } from '../../libs/disputes/src/domain/dispute-decider.js';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import {
  parseSignature,
  type SignatureHeader,
} from '../../libs/partners/src/smart-odr/smart-odr.signature.js';
import { TokenVerifier } from '../../libs/partners/src/smart-odr/smart-odr.token.js';
import { updateOf } from '../../libs/partners/src/smart-odr/smart-odr.translate.js';

/**
 * Whether RS256 is checked for every request, or once per token, which is then remembered as in the ledger.
 */
export type SignatureCheck = 'every-time' | 'remembered';

/**
 * Starts the least that could be called the same service: the same signature check and validation, and an
 * equal append. It has no Nest, command bus, conflicts, read models, logging or headers.
 */
export const startBareRoute = async (dataDirectory: string, signatures: SignatureCheck): Promise<void> => {
  const store = await EmbeddedEventStore.open(`${dataDirectory}/events.sqlite`);
  const clock = new SystemClock();
  const directory = new CredentialDirectory(store, (error) => {
    throw error;
  });
  await directory.start();
  const prove = signatures === 'remembered' ? remembering(directory, clock) : everyTime(directory);
  const revisions = new Map<string, ExpectedRevision>();
  const tails = new Map<string, Promise<unknown>>();
  const server = Fastify();

  server.post('/update', async (request) => {
    const header = parseSignature(request.headers.authorization ?? '');
    const credential = header === null ? undefined : await prove(header);
    if (credential === undefined) throw new Error('unauthenticated');
    const received = JSON.stringify(request.body);
    const institution = credential.grant.holder;
    const command = updateOf(request.body, { institution, registration: 'implicit', received });
    const stream = disputeStream(credential.grant.tenant ?? '', command.data.disputeId);
    const append = async () => {
      const expected = revisions.get(stream) ?? 'no-stream';
      const state = expected === 'no-stream' ? disputeDecider.initial : knownTo(institution);
      const decision = disputeDecider.decide(command, state);
      const commandId = randomUUID();
      const metadata = {
        $correlationId: commandId,
        $causationId: commandId,
        commandId,
        tenant: credential.grant.tenant,
        actor: { name: command.data.userName, role: command.data.role },
        credentialId: credential.credentialId,
        holder: institution,
        authProfile: 'documented',
        recordedAt: clock.now().toISOString(),
      };
      const events = decision.outcome === 'accepted' ? decision.events : [];
      const written = await store.append(
        stream,
        events.map((event) => ({ id: randomUUID(), ...disputeCodec.encode(event), metadata })),
        expected,
      );
      if (written.outcome !== 'appended') throw new Error(written.outcome);
      revisions.set(stream, written.revision);
    };
    const turn = (tails.get(stream) ?? Promise.resolve()).then(append);
    tails.set(stream, turn);
    await turn;
    return { success: true, message: `Update to the Dispute ${command.data.disputeId} received` };
  });

  process.stdout.write(`${JSON.stringify({ url: await server.listen({ port: 0, host: '127.0.0.1' }) })}\n`);
};

/** A dispute that the institution has written to before. */
const knownTo = (institution: string) =>
  disputeDecider.evolve(disputeDecider.initial, {
    type: 'OdrDisputeReferenced',
    data: { disputeId: '', institution, proceeding: 'conciliation', registration: 'implicit' },
  });

type Prove = (header: SignatureHeader) => Promise<ActiveCredential | undefined>;

/** Checks RS256 with jose for every request. The key is imported once. */
const everyTime = (directory: CredentialDirectory): Prove => {
  const keys = new Map<string, Awaited<ReturnType<typeof importSPKI>>>();
  return async ({ keyId, token }) => {
    const credential = directory.withKeyId('smart-odr', keyId);
    if (credential?.status !== 'active' || credential.grant.proof.kind !== 'public-key') return undefined;
    const key = keys.get(keyId) ?? (await importSPKI(credential.grant.proof.publicKey, 'RS256'));
    keys.set(keyId, key);
    await jwtVerify(token, key, { algorithms: ['RS256'] });
    return credential;
  };
};

/** Checks tokens with the ledger's own verifier, which remembers verified ones. */
const remembering = (directory: CredentialDirectory, clock: SystemClock): Prove => {
  const verifier = new TokenVerifier(directory, clock);
  const use = { audience: '', rawBody: new Uint8Array() };
  return async (header) => {
    const proven = await verifier.prove(header, use);
    return 'credential' in proven ? proven.credential : undefined;
  };
};

/** Registers the credentials that the load is sent with. */
export const registerInstitution = async (
  dataDirectory: string,
  institution: { name: string; tenant: string; keyId: string; publicKeyPem: string },
): Promise<{ readonly auditorKey: string; readonly developerKey: string }> => {
  const store = await EmbeddedEventStore.open(`${dataDirectory}/events.sqlite`);
  const credentials = new Credentials(store, new SystemClock());
  await credentials.issueForPublicKey(
    { family: 'smart-odr', tenant: institution.tenant, holder: institution.name, scopes: [] },
    {
      keyId: institution.keyId,
      publicKey: institution.publicKeyPem,
      profile: 'documented',
      emails: [],
      phones: [],
    },
  );
  const scopes = ['dispute:read', 'timeline:read', 'replay:run'];
  const auditor = await credentials.issueApiKey({
    family: 'ledger',
    tenant: null,
    holder: 'bench',
    scopes,
  });
  const developer = await credentials.issueApiKey({
    family: 'enfinitos',
    tenant: institution.tenant,
    holder: 'bench',
    scopes: ['audit:read', 'settlement:write'],
  });
  await store.close();
  return { auditorKey: auditor.apiKey, developerKey: developer.apiKey };
};
