import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodePrimitives } from '#libs/proof';
import { nextLeafHash } from '../../../libs/proof/src/domain/leaf.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import type { StoredEvent } from '../../support/stored-events.js';
import { until } from '../../support/until.js';
import { type Answer, bodyOf, clientOf, type Post, send } from '../clients.js';
import { updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');
const FORGED = 'a forged hearing';
/** Who looks must be able to say which event it is: each finding names one. */
const NAMED = /The event .* was changed after it was recorded/;

type Json = Record<string, unknown>;
type Change = (event: StoredEvent) => StoredEvent;

const edited =
  (part: 'data' | 'metadata', edit: (content: Json) => Json): Change =>
  (event) => ({ ...event, [part]: JSON.stringify(edit(JSON.parse(event[part]) as Json)) });
const withData = (edit: (data: Json) => Json): Change => edited('data', edit);
const withMetadata = (edit: (metadata: Json) => Json): Change => edited('metadata', edit);
const without = (...names: readonly string[]): ((content: Json) => Json) => {
  const isKept = ([name]: [string, unknown]): boolean => !names.includes(name);
  return (content) => Object.fromEntries(Object.entries(content).filter(isKept));
};
const forge = withData((data) => ({ ...data, update: FORGED }));

/** Gives the event the hash that its content now has, as somebody who knows how the chain works would. */
const rehashed: Change = (event) => {
  const metadata = JSON.parse(event.metadata) as Json;
  const { prevHash } = metadata;
  const content = without('hash', 'prevHash')(metadata);
  const hash = nextLeafHash(
    nodePrimitives,
    {
      ...event,
      revision: BigInt(event.revision),
      data: JSON.parse(event.data) as never,
      metadata: content as never,
    },
    String(prevHash),
  );
  return { ...event, metadata: JSON.stringify({ ...metadata, hash }) };
};
const then =
  (first: Change, second: Change): Change =>
  (event) =>
    second(first(event));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What was done to which revision of a dispute of three events. */
const CHANGES: readonly (readonly [what: string, revision: number, change: Change])[] = [
  ['a text of its data', 1, forge],
  ['a number in its data', 1, withData((data) => ({ ...data, amount: 7 }))],
  ['one letter of its data', 2, withData((data) => ({ ...data, update: `${String(data['update'])}.` }))],
  ['a field of its data is gone', 1, withData(without('update'))],
  ['who acted', 1, withMetadata((metadata) => ({ ...metadata, actor: { name: 'Mallory' } }))],
  ['whose credential it was', 0, withMetadata((metadata) => ({ ...metadata, credentialId: 'another' }))],
  [
    'when it was recorded',
    2,
    withMetadata((metadata) => ({ ...metadata, recordedAt: '2020-01-01T00:00:00.000Z' })),
  ],
  ['its tenant', 0, withMetadata((metadata) => ({ ...metadata, tenant: 'acme' }))],
  ['its id', 1, (event) => ({ ...event, id: '0190f3c2-7d1e-7000-8000-000000000009' })],
  ['its type', 1, (event) => ({ ...event, type: 'OdrUpdateRecorded.v9' })],
  ['its content, with the hash of the new one', 1, then(forge, rehashed)],
  ['its content, with the hash of the new one, and it is the last', 2, then(forge, rehashed)],
  [
    'what it follows, with the hash of that',
    1,
    then(
      withMetadata((metadata) => ({ ...metadata, prevHash: sha256('x') })),
      rehashed,
    ),
  ],
  ['its hash alone', 2, withMetadata((metadata) => ({ ...metadata, hash: sha256('y') }))],
  ['its content, without its hashes', 2, then(forge, withMetadata(without('hash', 'prevHash')))],
  ['it was the first and lacks its hash', 0, withMetadata(without('hash'))],
];

const streamOf = (disputeId: string): string => `dispute-smartodr.${disputeId}`;
const idOf = (index: number): string => `C-${index}`;

let running: RunningLedger;
let post: Post;
let key: string;

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(running.url + path, { headers: { authorization: `Bearer ${key}`, ...headers } });
const events = (disputeId: string): Promise<Answer> => get(`/ledger/disputes/smartodr/${disputeId}/events`);
const readiness = async (): Promise<{ status: string; commandsRefused?: string }> =>
  bodyOf(await send(`${running.url}/health/ready`, {}));

const open = async (): Promise<void> => {
  running = await startLedger();
  await register(running, gotham);
  post = await clientOf(running, gotham);
  key = await auditorKey(running);
};

const write = async (disputeId: string): Promise<void> => {
  for (const update of ['The first hearing', 'The second hearing'])
    expect((await post('/update', updateWith({ disputeId, update }))).status).toBe(200);
};

const expectRefusal = ({ status, text }: Answer): void => {
  expect([status, text]).toStrictEqual([503, expect.stringMatching(NAMED)]);
  expect(text).not.toContain(FORGED);
};

describe('an event that was changed in the store of a running ledger', () => {
  beforeAll(async () => {
    await open();
    await write('SOUND-1');
    for (const index of CHANGES.keys()) await write(idOf(index));
    // The proof log has them all: they are known not to have been written like this.
    expect((await get('/ledger/disputes/smartodr/SOUND-1/export')).status).toBe(200);
    await running.changeEvents((event) => {
      const found = CHANGES.findIndex(
        ([, revision], index) => event.stream === streamOf(idOf(index)) && event.revision === revision,
      );
      return CHANGES[found]?.[2](event) ?? event;
    });
  });
  afterAll(() => running.dispose());

  it.each(CHANGES.map(([what], index) => [what, idOf(index)]))(
    'is neither shown nor folded: %s',
    async (_, disputeId) => {
      expectRefusal(await events(disputeId));
      for (const question of ['?revision=2', '?explain=true', '/diff?from=0&to=2', '/export'])
        expectRefusal(await get(`/ledger/disputes/smartodr/${disputeId}${question}`));
    },
  );

  it('is not in the feed, nor in any page after it', async () => {
    expectRefusal(await get('/ledger/events'));
  });

  it('leaves the raw events of other disputes to be read', async () => {
    expect((await events('SOUND-1')).status).toBe(200);
  });

  it('stops commands, in the vendor’s envelope, and every export', async () => {
    const refused = await post('/update', updateWith({ disputeId: 'SOUND-1', update: 'The third hearing' }));
    expect([refused.status, bodyOf(refused)]).toStrictEqual([
      503,
      { success: false, message: expect.stringMatching(NAMED) },
    ]);
    expectRefusal(await get('/ledger/disputes/smartodr/SOUND-1/export'));
    for (const list of ['/ledger/disputes', '/ledger/events', '/ledger/disputes/smartodr/SOUND-1/events'])
      for (const accept of ['text/csv', 'application/x-ndjson']) expectRefusal(await get(list, { accept }));
  });

  it('is named in readiness, and counted', async () => {
    const ready = await send(`${running.url}/health/ready`, {});
    expect([ready.status, bodyOf<{ commandsRefused: string }>(ready).commandsRefused]).toStrictEqual([
      503,
      expect.stringMatching(/The event [0-9a-f-]{36} at position \d+ .*ledger verify/),
    ]);
    expect((await send(`${running.url}/metrics`, {})).text).toContain('ledger_proof_faults 1');
  });
});

describe('events that were changed while the ledger was stopped', () => {
  beforeAll(async () => {
    await open();
    for (const disputeId of ['S-1', 'S-2', 'S-3', 'S-4']) await write(disputeId);
  });
  afterAll(() => running.dispose());

  it('are found by the start itself, whether or not anybody reads them', async () => {
    await running.changeEvents((event) => {
      if (event.stream === streamOf('S-1') && event.revision === 1) return forge(event);
      // Moved to the end of another dispute, and a whole dispute under another name.
      if (event.stream === streamOf('S-3') && event.revision === 2)
        return { ...event, stream: streamOf('S-2'), revision: 3 };
      return event.stream === streamOf('S-4') ? { ...event, stream: streamOf('S-5') } : event;
    });
    running = await running.restart({ isWaitedFor: false });
    await until(async () => (await readiness()).commandsRefused !== undefined);
    for (const disputeId of ['S-1', 'S-2', 'S-5']) expectRefusal(await events(disputeId));
  });
});
