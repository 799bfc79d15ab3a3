import { Credentials, CredentialDirectory } from '#libs/access';
import { SystemClock } from '#libs/environment';
import { EmbeddedEventStore, type ExpectedRevision } from '#libs/event-store';
import Fastify from 'fastify';
import { v7 } from 'uuid';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import { disputeDecider } from '../../libs/disputes/src/domain/dispute-decider.js';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import { parseSignature } from '../../libs/partners/src/smart-odr/smart-odr.signature.js';
import { TokenVerifier } from '../../libs/partners/src/smart-odr/smart-odr.token.js';
import { updateOf } from '../../libs/partners/src/smart-odr/smart-odr.translate.js';

/**
 * The least that could be called the same service: the same signature check and validation, an equal append, and
 * nothing else: no Nest, no command bus, no conflicts, no read models, no log, no headers.
 */
export const startBareRoute = async (dataDirectory: string): Promise<void> => {
  const store = await EmbeddedEventStore.open(`${dataDirectory}/events.sqlite`);
  const clock = new SystemClock();
  const directory = new CredentialDirectory(store, (error) => {
    throw error;
  });
  await directory.start();
  const verifier = new TokenVerifier(directory, clock);
  const revisions = new Map<string, ExpectedRevision>();
  const tails = new Map<string, Promise<unknown>>();
  const server = Fastify();

  server.post('/update', async (request) => {
    const header = parseSignature(request.headers.authorization ?? '');
    const use = { audience: '', rawBody: new Uint8Array() };
    const proven = header === null ? null : await verifier.prove(header, use);
    if (proven === null) throw new Error('unauthenticated');
    const { credential, profile } = proven;
    const received = JSON.stringify(request.body);
    const institution = credential.grant.holder;
    const command = updateOf(request.body, { institution, registration: 'implicit', received });
    const stream = disputeStream(credential.grant.tenant ?? '', command.data.disputeId);
    const append = async () => {
      const expected = revisions.get(stream) ?? 'no-stream';
      const state =
        expected === 'no-stream'
          ? disputeDecider.initial
          : ({ status: 'open', institution, lastReport: null, arbitrators: [] } as const);
      const decision = disputeDecider.decide(command, state);
      const commandId = v7();
      const metadata = {
        $correlationId: commandId,
        $causationId: commandId,
        commandId,
        tenant: credential.grant.tenant,
        actor: { name: command.data.userName, role: command.data.role },
        credentialId: credential.credentialId,
        authProfile: profile,
        recordedAt: clock.now().toISOString(),
      };
      const events = decision.outcome === 'accepted' ? decision.events : [];
      const written = await store.append(
        stream,
        events.map((event) => ({ id: v7(), ...disputeCodec.encode(event), metadata })),
        expected,
      );
      if (written.outcome !== 'ok') throw new Error(written.outcome);
      revisions.set(stream, written.revision);
    };
    const turn = (tails.get(stream) ?? Promise.resolve()).then(append);
    tails.set(stream, turn);
    await turn;
    return { success: true, message: `Update to the Dispute ${command.data.disputeId} received` };
  });

  process.stdout.write(`${JSON.stringify({ url: await server.listen({ port: 0, host: '127.0.0.1' }) })}\n`);
};

/** Registers the key that the load generator signs with. */
export const registerInstitution = async (
  dataDirectory: string,
  institution: { name: string; tenant: string; keyId: string; publicKeyPem: string },
): Promise<string> => {
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
  const scopes = ['dispute:read', 'timeline:read'];
  const { apiKey } = await credentials.issueApiKey({
    family: 'ledger',
    tenant: null,
    holder: 'bench',
    scopes,
  });
  await store.close();
  return apiKey;
};
