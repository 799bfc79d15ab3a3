import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lostIn, RestorableLog } from '../../../../test/support/restorable-log.js';
import { startNewOrigin } from './new-origin.js';

let log: RestorableLog;
beforeEach(async () => {
  log = await RestorableLog.create();
});
afterEach(() => log.dispose());

const reason = 'The disk failed.';
const by = 'Grace Hopper';

/** Signs three events, of which a copy is kept, and two more, which are lost. Returns the lost checkpoint. */
const loseTwo = async (): Promise<string> => {
  await log.write(3);
  await log.sign();
  const copy = await log.backup();
  await log.write(2);
  const lost = await log.sign();
  await log.putBack(copy);
  return lost;
};

describe('a new origin', () => {
  it('begins with who decided it, why, and what is lost, under a new key', async () => {
    const lost = await loseTwo();
    const keys = await startNewOrigin(await log.restored(), { by, reason, lost: lostIn(lost) });
    const proofLog = await log.proofLog();
    expect(keys.origin).toMatch(/^ledger\.example\/ledger\/restored-[0-9a-f]{8}$/);
    expect(proofLog.signer.newest).toMatchObject({ origin: keys.origin, size: 4 });
    expect(proofLog.events.history).toMatchObject([
      { by, reason, origin: keys.origin, lost: { size: 5 }, kept: { size: 3 }, note: lost },
    ]);
    expect(proofLog.events.restoreEvents).toMatchObject([{ index: 0, event: { type: 'LogRestored.v1' } }]);
  });

  it('leaves the old key, mode 0600, and the old checkpoint beside the new ones', async () => {
    const lost = await loseTwo();
    const oldKey = await readFile(log.files.signingKey, 'utf8');
    await startNewOrigin(await log.restored(), { by, reason, lost: lostIn(lost) });
    const { signingKey, checkpoint } = log.files;
    const [keptKey = '', keptCheckpoint = ''] = await Promise.all([signingKey, checkpoint].map(keptBeside));
    expect(await readFile(keptKey, 'utf8')).toBe(oldKey);
    expect(await readFile(keptCheckpoint, 'utf8')).toBe(lost);
    for (const file of [keptKey, signingKey]) expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await log.trusted()).length).toBe(2);
  });

  it('is not begun twice', async () => {
    const decision = { by, reason, lost: lostIn(await loseTwo()) };
    const first = await startNewOrigin(await log.restored(), decision);
    const again = await startNewOrigin(await log.restored(), decision);
    expect(again.verifierKeyTexts).toStrictEqual(first.verifierKeyTexts);
    expect((await log.proofLog()).events.history).toHaveLength(1);
  });
});

const keptBeside = async (file: string): Promise<string> => {
  const { readdir } = await import('node:fs/promises');
  const { dirname, join, basename } = await import('node:path');
  const name = (await readdir(dirname(file))).find((one) => one.startsWith(`${basename(file)}.kept-`));
  return join(dirname(file), name ?? 'none');
};
