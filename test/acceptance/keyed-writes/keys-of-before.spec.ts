import { createHash } from 'node:crypto';
import { entityIdOf, type CommandContext, Transactor } from '#libs/event-store';
import { canonicalJson, type JsonValue } from '#libs/kernel';
import { eventChain } from '#libs/proof';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Configurations } from '../../../libs/dispute-configuration/src/application/configurations.js';
import { disputeCodec } from '../../../libs/disputes/src/domain/dispute-codec.js';
import type { DisputeCommand } from '../../../libs/disputes/src/domain/dispute-command.js';
import { disputeDecider } from '../../../libs/disputes/src/domain/dispute-decider.js';
import { nameBasedId } from '../../../libs/event-store/src/ids.js';
import { openDeliveryDispute, startInvestigation } from '../../support/delivery-disputes.js';
import { upsertResolution } from '../../support/dispute-configuration.js';
import { recordUpdate } from '../../support/disputes.js';
import { cancelInvoiceDispute, openInvoiceDispute } from '../../support/invoice-disputes.js';
import { type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type Answer, bodyOf, expectNothingAdded } from '../clients.js';
import { openingExample } from '../enfinitos/clients.js';
import { updateWith } from '../seeds.js';
import { type Callers, callersOf } from './callers.js';
import { done } from './writes.js';

let running: RunningLedger;
let callers: Callers;

const earlier = new Map<string, Taken>();

beforeAll(async () => {
  running = await startLedger();
  callers = await callersOf(running, () => running.url);
  for (const [name, take] of Object.entries(taken)) earlier.set(name, await take(name));
  earlier.set(THEN, await openingOfEnfinitos(THEN));
  running = await running.restart();
});

afterAll(() => running.dispose());

/** A request as a version before decision 0016 recorded it: by the pattern of its path, whoever sent it. */
interface FormerRequest {
  readonly family: string;
  readonly tenant: string;
  readonly holder: string;
  readonly pattern: string;
  readonly key: string;
  /** What its digest was of: the body, and with Billtrust what the path names. */
  readonly asked: JsonValue;
}

const contextOf = ({ family, tenant, holder, pattern, key, asked }: FormerRequest): CommandContext => ({
  commandId: nameBasedId('command', family, tenant, pattern, key),
  requestDigest: createHash('sha256')
    .update(canonicalJson([holder, asked]))
    .digest('hex'),
  correlationId: 'before',
  tenant,
  actor: { name: holder },
  credentialId: 'of-before',
  holder,
  authProfile: 'api-key',
  now: '2025-06-02T09:00:00.000Z',
});

const changeDispute = async (
  disputeId: string,
  command: DisputeCommand,
  context: CommandContext,
): Promise<void> => {
  const model = { noun: 'dispute', decider: disputeDecider, codec: disputeCodec, chain: eventChain };
  const disputes = new Transactor(running.ledger.store, model);
  const changed = await disputes.transact({
    stream: `dispute-${context.tenant}.${disputeId}`,
    command,
    context,
  });
  expect(changed).toMatchObject({ outcome: 'committed', isRepeat: false });
};

/** A request that was taken before, and the same one as it is sent today. */
interface Taken {
  readonly path: string;
  readonly body: JsonValue;
  /** What its answer has in it. */
  readonly text: string;
  /** Whether it creates something new for another holder with the same key. */
  readonly creates?: boolean;
}

const smartOdr = { family: 'smart-odr', tenant: 'smartodr', holder: 'Gotham ODR' };
const enfinitos = { family: 'enfinitos', tenant: 'acme', holder: 'developer-1' };
const billtrust = { family: 'billtrust', tenant: 'acme', holder: 'user-1' };
const TENANT = 'v1/tenants/:tenantId';

const opened = openingExample as JsonValue;
const update = (disputeId: string): JsonValue => JSON.parse(updateWith({ disputeId })) as JsonValue;

const openedInvoice = async (): Promise<string> => {
  const sent = { path: '/v1/tenants/acme/disputes', body: { documentNumber: 'INV-1' } };
  return (await done(callers, 'POST', sent))['disputeId'] ?? '';
};

const openingBefore = async (pattern: string, key: string): Promise<string> => {
  const context = contextOf({ ...billtrust, pattern, key, asked: { documentNumber: key } });
  const disputeId = entityIdOf('dispute', context.commandId);
  await changeDispute(disputeId, openInvoiceDispute({ disputeId, documentNumber: key }), context);
  return disputeId;
};

const openingOfEnfinitos = async (key: string): Promise<Taken> => {
  const context = contextOf({ ...enfinitos, pattern: '/v1/disputes', key, asked: opened });
  const disputeId = `dispute:${entityIdOf('dispute', context.commandId)}`;
  await changeDispute(disputeId, openDeliveryDispute({ disputeId }), context);
  return { path: '/v1/disputes', body: opened, text: disputeId, creates: true };
};

const THEN = 'a key for what changed later';

const takenEarlier = (name: string): Taken => {
  const found = earlier.get(name);
  if (found === undefined) throw new Error('There is no such request.');
  return found;
};

const taken: Readonly<Record<string, (key: string) => Promise<Taken>>> = {
  'an update of SMART ODR': async (key) => {
    const body = update('MII-INV-2024-01-000001');
    const context = contextOf({ ...smartOdr, pattern: '/update', key, asked: body });
    const command = recordUpdate({ disputeId: 'MII-INV-2024-01-000001' });
    await changeDispute('MII-INV-2024-01-000001', command, context);
    return { path: '/update', body, text: 'MII-INV-2024-01-000001' };
  },
  'an opening of EnfinitOS': (key) => openingOfEnfinitos(key),
  'a step of EnfinitOS': async (key) => {
    const sent = { path: '/v1/disputes', body: opened };
    const { data } = await done<{ data: { dispute: { id: string } } }>(callers, 'POST', sent);
    const { id } = data.dispute;
    const body = { toState: 'INVESTIGATING' };
    const context = contextOf({ ...enfinitos, pattern: '/v1/disputes/:id/advance', key, asked: body });
    await changeDispute(id, startInvestigation({ by: 'developer-1' }), context);
    return { path: `/v1/disputes/${id}/advance`, body, text: id };
  },
  'an opening of Billtrust': async (key) => {
    const disputeId = await openingBefore(`/dispute/${TENANT}/disputes`, key);
    const body = { documentNumber: key };
    return { path: '/dispute/v1/tenants/acme/disputes', body, text: disputeId, creates: true };
  },
  'an opening of Billtrust by its other path': async (key) => {
    const disputeId = await openingBefore(`/${TENANT}/disputes`, key);
    const body = { documentNumber: key };
    return { path: '/dispute/v1/tenants/acme/disputes', body, text: disputeId, creates: true };
  },
  'an act of Billtrust': async (key) => {
    const disputeId = await openedInvoice();
    const pattern = `/dispute/${TENANT}/disputes/:disputeId/cancel`;
    const asked = [{ disputeId }, { notes: 'Sent twice' }];
    await changeDispute(disputeId, cancelInvoiceDispute(), contextOf({ ...billtrust, pattern, key, asked }));
    const path = `/dispute/v1/tenants/acme/disputes/${disputeId}/cancel`;
    return { path, body: { notes: 'Sent twice' }, text: disputeId };
  },
  'a resolution of Billtrust': async (key) => {
    const body = { code: 'BEFORE' };
    const pattern = `/dispute/${TENANT}/resolutions`;
    const context = contextOf({ ...billtrust, pattern, key, asked: body });
    const newId = entityIdOf('resolution', context.commandId);
    const command = upsertResolution({ newId, code: 'BEFORE' });
    await new Configurations(running.ledger.store).change({ tenant: 'acme', command, context }, () => null);
    return { path: '/dispute/v1/tenants/acme/resolutions', body, text: newId };
  },
};

const isReplayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

describe('a request that was taken before keys belonged to a holder', () => {
  it.each(Object.keys(taken))('is answered as then, and its key is refused to another: %s', async (name) => {
    const { path, body, text, creates = false } = takenEarlier(name);
    const headers = { 'idempotency-key': name };

    await expectNothingAdded(running, async () => {
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const again = await callers.call('POST', { path, body, headers });
        expect([again.status < 300, isReplayed(again)]).toStrictEqual([true, true]);
        expect(again.text).toContain(text);
      }
      const more = { ...(body as object), more: 'than before' };
      const other = await callers.call('POST', { path, body: more, headers });
      expect([other.status, other.text]).toStrictEqual([
        422,
        expect.stringContaining('used before with another request body.'),
      ]);
    });

    const stranger = await callers.call('POST', { path, body, headers }, 'second');
    expect([stranger.status === 422, isReplayed(stranger)]).toStrictEqual([false, false]);
    expect(creates ? stranger.text : 'another').not.toContain(text);
  });

  it('is shown as it was then, after later changes', async () => {
    const { path, body, text } = takenEarlier(THEN);
    await done(callers, 'POST', { path: `/v1/disputes/${text}/escalate`, body: {} });

    const headers = { 'idempotency-key': THEN };
    const again = await callers.call('POST', { path, body, headers });

    const { data } = bodyOf<{ data: { dispute: { id: string; state: string } } }>(again);
    expect([again.status, again.headers.get('etag'), data.dispute]).toMatchObject([
      201,
      '"0"',
      { id: text, state: 'OPENED' },
    ]);
  });
});
