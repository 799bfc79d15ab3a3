import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePrimitives, trustedKeys, type VerifierKey } from '#libs/proof';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSigningKey, signingKeyText } from '../../libs/proof/src/adapters/signing-key.js';
import { parseNote, signersOf } from '../../libs/proof/src/domain/signed-note.js';
import { judge, textOf, filesOf } from '../support/bundles.js';
import { type Deployment, newDeployment } from '../support/deployments.js';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { clientOf } from '../acceptance/clients.js';
import { updateWith } from '../acceptance/seeds.js';

const gotham = newInstitution('Gotham ODR');

const newKey = (): { text: string; verifierKey: VerifierKey } => {
  const text = signingKeyText('ledger.example/ledger', randomBytes(32));
  const key = parseSigningKey(text);
  if (key === undefined) throw new Error('not a key');
  return { text, verifierKey: key.verifierKey };
};

const [oldKey, newerKey] = [newKey(), newKey()];

let directory: TemporaryDirectory;
let keyFile: string;
let deployment: Deployment;
let running: RunningLedger;
let hearings: number;
beforeEach(async () => {
  directory = await temporaryDirectory();
  keyFile = join(directory.path, 'signing-keys');
  hearings = 0;
  await give(oldKey);
  deployment = await newDeployment();
  running = await start();
  await register(running, gotham);
});
afterEach(async () => {
  await running.stop();
  await deployment.dispose();
  await directory.remove();
});

const start = (): Promise<RunningLedger> => startLedger({ LEDGER_SIGNING_KEY_FILE: keyFile }, deployment);

const give = (...keys: readonly { text: string }[]): Promise<void> =>
  writeFile(keyFile, keys.map(({ text }) => `${text}\n`).join(''), { mode: 0o600 });

/** Adds an update to the dispute and exports its evidence, which has a new checkpoint. */
const evidence = async (query = ''): Promise<Uint8Array> => {
  hearings += 1;
  const client = await clientOf(running, gotham);
  await client('/update', updateWith({ disputeId: 'K-1', update: `Hearing ${hearings}` }));
  const headers = { authorization: `Bearer ${await auditorKey(running)}` };
  const answer = await fetch(`${running.url}/ledger/disputes/smartodr/K-1/export${query}`, { headers });
  return new Uint8Array(await answer.arrayBuffer());
};

const verdicts = (bundle: Uint8Array, kept?: string): string[] =>
  [oldKey, newerKey].map(({ verifierKey }) => judge(bundle, [verifierKey], kept).verdict);

describe('the key of a log on a server', () => {
  it('is changed by way of two signatures, so that every verifier finds one that they trust', async () => {
    expect(verdicts(await evidence())).toStrictEqual(['verified', 'mismatch']);

    await give(oldKey, newerKey);
    running = await running.restart();
    const both = await evidence();
    expect(verdicts(both)).toStrictEqual(['verified', 'verified']);
    const checkpoint = textOf(filesOf(both).get('checkpoint'));
    const note = parseNote(checkpoint);
    expect(note?.signatures).toHaveLength(2);
    expect(note && signersOf(nodePrimitives, note, [newerKey.verifierKey])).toHaveLength(1);

    await give(newerKey);
    running = await running.restart();
    const size = Number(checkpoint.split('\n')[1]);
    const after = await evidence(`?since=${size}`);
    expect(verdicts(after, checkpoint)).toStrictEqual(['mismatch', 'verified']);

    const known = await trustedKeys(join(running.dataDirectory, 'verifying-keys'));
    expect(known.map(({ keyId }) => keyId)).toStrictEqual([
      oldKey.verifierKey.keyId,
      newerKey.verifierKey.keyId,
    ]);
  });

  it('is not changed at once: the ledger does not start on a checkpoint that its keys did not sign', async () => {
    await evidence();
    const checkpoint = await readFile(join(running.dataDirectory, 'checkpoint'), 'utf8');
    await give(newerKey);
    await expect(running.restart()).rejects.toThrow('was not signed by the key of this ledger');

    expect(await readFile(join(running.dataDirectory, 'checkpoint'), 'utf8')).toBe(checkpoint);
    await give(oldKey);
    running = await start();
    expect(verdicts(await evidence())[0]).toBe('verified');
  });

  it.each([
    ['an empty file', () => ''],
    ['a line that is no key', () => `${oldKey.text}\nPRIVATE+KEY+x\n`],
    [
      'keys of two logs',
      () => `${oldKey.text}\n${signingKeyText('other.example/ledger', randomBytes(32))}\n`,
    ],
  ])('is not read from %s', async (_, content) => {
    await writeFile(keyFile, content());
    await expect(start()).rejects.toThrow('signing key');
  });
});
