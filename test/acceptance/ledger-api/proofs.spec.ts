import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodePrimitives } from '#libs/proof';
import { parseCheckpoint } from '../../../libs/proof/src/domain/checkpoint.js';
import { leafHashOf } from '../../../libs/proof/src/domain/leaf.js';
import { isConsistent, isIncluded } from '../../../libs/proof/src/domain/merkle.js';
import { bytesOfBase64, bytesOfHex } from '../../../libs/proof/src/domain/primitives.js';
import { parseNote, parseVerifierKey, signersOf } from '../../../libs/proof/src/domain/signed-note.js';
import { parseTlogProof } from '../../../libs/proof/src/domain/tlog-proof.js';
import { type Deployment, embeddedDeployment } from '../../support/deployments.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type Answer, clientOf } from '../clients.js';
import { updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');

let running: RunningLedger;
let key: string;
let foreignKey: string;
let written: Answer;

const get = (path: string, apiKey?: string): Promise<Response> =>
  fetch(running.url + path, apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } });

/** Reads from read models that have the last write. */
const seen = (path: string): Promise<Response> =>
  fetch(running.url + path, {
    headers: {
      authorization: `Bearer ${key}`,
      'Ledger-Min-Position': written.headers.get('ledger-position') ?? '',
    },
  });

/** Returns the checkpoint in the note. @throws Error when the ledger's published key did not sign it. */
const signedBy = async (note: string) => {
  const keys = (await readFile(join(running.dataDirectory, 'verifying-keys'), 'utf8')).trim().split('\n');
  const trusted = keys
    .map((text) => parseVerifierKey(nodePrimitives, text))
    .filter((one) => one !== undefined);
  const parsed = parseNote(note);
  if (parsed === undefined || signersOf(nodePrimitives, parsed, trusted).length === 0)
    throw new Error('The note is not signed.');
  const checkpoint = parseCheckpoint(parsed.text);
  if (checkpoint === undefined) throw new Error('The note is no checkpoint.');
  return checkpoint;
};

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham);
  key = await auditorKey(running);
  foreignKey = await auditorKey(running, ['timeline:read'], 'tenant-b');
  const client = await clientOf(running, gotham);
  for (const disputeId of ['A-1', 'A-2', 'A-1'])
    written = await client('/update', updateWith({ disputeId, update: `Hearing of ${disputeId}` }));
});

afterAll(() => running.dispose());

interface StoredAnswer {
  readonly id: string;
  readonly revision: string;
  readonly metadata: { readonly prevHash: string };
}

const eventsOf = async (disputeId: string) => {
  const answer = await get(`/ledger/disputes/smartodr/${disputeId}/events`, key);
  const { events } = (await answer.json()) as { events: StoredAnswer[] };
  return events;
};

describe('the proof of an event', () => {
  it('is named by the answer to the write and by the timeline', async () => {
    const path = written.headers.get('ledger-proof') ?? '';
    expect(path).toMatch(/^\/ledger\/proofs\/[0-9a-f-]{36}$/);
    const timeline = (await (await seen('/ledger/disputes/smartodr/A-1/timeline')).json()) as {
      entries: { proof: string }[];
    };
    expect(timeline.entries.map(({ proof }) => proof)).toContain(path);
  });

  it('leads from what was stored to a signed checkpoint, for every event', async () => {
    const events = await eventsOf('A-1');
    expect(events.length).toBeGreaterThanOrEqual(3);
    for (const event of events) {
      const answer = await get(`/ledger/proofs/${event.id}`, key);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      const proof = parseTlogProof(await answer.text());
      if (proof === undefined) throw new Error('not a proof');
      const stored = { ...event, revision: BigInt(event.revision) } as never;
      const leafHash = leafHashOf(nodePrimitives, stored, event.metadata.prevHash);
      const { size, root } = await signedBy(proof.checkpoint);
      const claim = { ...proof, size, root, leafHash: bytesOfHex(leafHash) ?? new Uint8Array() };
      expect(isIncluded(nodePrimitives, claim)).toBe(true);
    }
  });

  it('of another tenant does not exist, and needs a key', async () => {
    const [event] = await eventsOf('A-1');
    const foreign = await get(`/ledger/proofs/${event?.id}`, foreignKey);
    const unknown = await get('/ledger/proofs/00000000-0000-5000-8000-000000000000', foreignKey);
    expect([foreign.status, unknown.status]).toStrictEqual([404, 404]);
    const told = [await foreign.json(), await unknown.json()] as Record<string, unknown>[];
    expect(told[0]?.['detail']).toBe(told[1]?.['detail']);
    expect((await get(`/ledger/proofs/${event?.id}`)).status).toBe(401);
  });

  it.each(['x', '%00', 'zzzzzzzz-0000-5000-8000-000000000000'])('of %s does not exist', async (id) => {
    expect((await get(`/ledger/proofs/${id}`, key)).status).toBe(404);
  });
});

describe('the public proof log', () => {
  it('has a signed checkpoint, which may be cached for a second', async () => {
    const answer = await get('/ledger/checkpoint');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=1');
    const note = await answer.text();
    expect((await signedBy(note)).origin).toMatch(/^ledger\.example\/ledger\/[0-9a-f]{8}$/);
  });

  it('has the tiles of that checkpoint, and no others', async () => {
    const { size } = await signedBy(await (await get('/ledger/checkpoint')).text());
    const answer = await get(`/ledger/tile/0/000.p/${size}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await answer.arrayBuffer()).byteLength).toBe(size * 32);
    for (const path of [`0/000.p/${size + 1}`, '0/000', '1/000', '0/0', 'x', 'entries/000', '../health/live'])
      expect((await get(`/ledger/tile/${path}`)).status).toBe(404);
  });

  it('proves that it has only grown', async () => {
    const before = await signedBy(await (await get('/ledger/checkpoint')).text());
    const client = await clientOf(running, gotham);
    const answer = await client('/update', updateWith({ disputeId: 'A-9', update: 'Another hearing' }));
    await get(answer.headers.get('ledger-proof') ?? '', key);
    const after = await signedBy(await (await get('/ledger/checkpoint')).text());
    expect(after.size).toBeGreaterThan(before.size);
    const grown = await get(`/ledger/consistency?from=${before.size}&to=${after.size}`);
    const { proof } = (await grown.json()) as { proof: string[] };
    const hashes = proof.map((hash) => bytesOfBase64(hash) ?? new Uint8Array());
    const sizes = { size1: before.size, size2: after.size, root1: before.root, root2: after.root };
    expect(isConsistent(nodePrimitives, { ...sizes, proof: hashes })).toBe(true);
  });

  it.each([
    ['from=0', 404],
    ['from=1&to=9999', 404],
    ['from=3&to=2', 404],
    ['', 400],
    ['from=x', 400],
    ['from=1&more=2', 400],
  ])('has no growth for ?%s', async (query, status) => {
    expect((await get(`/ledger/consistency?${query}`)).status).toBe(status);
  });
});

describe('a data directory', () => {
  let files: Deployment;
  let first: RunningLedger;
  beforeAll(async () => {
    files = await embeddedDeployment();
    first = await startLedger({}, files);
    await register(first, gotham);
    const client = await clientOf(first, gotham);
    const answer = await client('/update', updateWith({ disputeId: 'A-1', update: 'A hearing' }));
    const headers = { authorization: `Bearer ${await auditorKey(first)}` };
    await fetch(first.url + (answer.headers.get('ledger-proof') ?? ''), { headers });
  });
  afterAll(() => files.dispose());

  it('has the signing key from the first start on, readable by its owner only', async () => {
    const { mode } = await stat(join(first.dataDirectory, 'signing-key'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('has the newest signed checkpoint', async () => {
    const note = await (await fetch(`${first.url}/ledger/checkpoint`)).text();
    expect(await readFile(join(first.dataDirectory, 'checkpoint'), 'utf8')).toBe(note);
  });

  it('whose log is not the one that was signed stops the start, and the error says what to do', async () => {
    await first.stop();
    // The newest checkpoint is of a log of two events; this one is put beside a log of none.
    const others = await embeddedDeployment();
    try {
      const restored = await startLedger({}, others);
      await restored.stop();
      for (const file of ['signing-key', 'verifying-keys', 'checkpoint'])
        await writeFile(join(restored.dataDirectory, file), await readFile(join(first.dataDirectory, file)));
      await expect(startLedger({}, others)).rejects.toThrow(
        /The log has 0 events, but a checkpoint over \d+ was signed\. Nothing is appended.*ledger verify/,
      );
    } finally {
      await others.dispose();
    }
  });
});
