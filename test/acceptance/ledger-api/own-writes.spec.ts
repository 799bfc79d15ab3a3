import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type User, userOf } from '../billtrust/clients.js';
import { after, type Answer, bodyOf, clientOf, type Post, send } from '../clients.js';
import { type Developer, developerOf, openingWith } from '../enfinitos/clients.js';
import { updateWith } from '../seeds.js';

const institution = newInstitution('Gotham ODR');
/** Fewer on a cluster, whose stores are slow while other tests run: what is read is the same. */
const ROUNDS = process.env['TEST_DEPLOYMENT'] === 'cluster' ? 45 : 200;
const AT_ONCE = 10;

let running: RunningLedger;
let key: string;
let post: Post;
let developer: Developer;
let user: User;

beforeAll(async () => {
  running = await startLedger();
  await register(running, institution);
  [key, developer, user] = await Promise.all([auditorKey(running), developerOf(running), userOf(running)]);
  post = await clientOf(running, institution);
});

afterAll(() => running.dispose());

/** Asks once: a 503 is an answer here. */
const read = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(running.url + path, { headers: { authorization: `Bearer ${key}`, ...headers } });

const asDeveloper = (path: string): Promise<Answer> =>
  send(`${running.url}/v1/disputes${path}`, { headers: { authorization: `Bearer ${developer.apiKey}` } });

const idIn = (answer: Answer): string =>
  bodyOf<{ data: { dispute: { id: string } } }>(answer).data.dispute.id;

describe('a read right after a write, without any header, beside other writers', () => {
  const positionOf = ({ headers }: Answer): bigint => BigInt(headers.get('ledger-position') ?? 'none');

  const institutionWrites = async (round: number): Promise<void> => {
    const path = `/ledger/disputes/smartodr/OWN-${round % 20}`;
    const written = await post(
      '/update',
      updateWith({ disputeId: `OWN-${round % 20}`, update: `update ${round}` }),
    );
    const own = await read(path);
    // Another writer may have been at the dispute since.
    expect([
      own.status,
      BigInt(bodyOf<{ position: string }>(own).position) >= positionOf(written),
    ]).toStrictEqual([200, true]);
    const { entries } = bodyOf<{ entries: { position: string }[] }>(await read(`${path}/timeline?limit=200`));
    expect(entries.map(({ position }) => BigInt(position))).toContain(positionOf(written));
    if (round % 20 !== 0) return;
    // What a list answers from that position on is not older than the dispute that was shown.
    expect(positionOf(await read('/ledger/disputes?limit=1', after(own))) >= positionOf(own)).toBe(true);
  };

  const developerWrites = async (round: number): Promise<void> => {
    const opened = idIn(await developer.post('', openingWith({ openedBy: `desk-${round}` })));
    expect(bodyOf(await read(`/ledger/disputes/acme/${opened}`))).toMatchObject({ stage: 'opened' });
    const moved = await developer.post(`/${opened}/escalate`, {});
    expect((await asDeveloper(`/${opened}`)).text).toBe(moved.text);
    expect(bodyOf(await read(`/ledger/disputes/acme/${opened}`))).toMatchObject({ stage: 'escalated' });
  };

  const userWrites = async (): Promise<void> => {
    const { disputeId } = await user.dispute();
    expect(bodyOf(await read(`/ledger/disputes/acme/${disputeId}`))).toMatchObject({ stage: 'opened' });
    const cancelled = await user.call('POST', `/disputes/${disputeId}/cancel`);
    expect((await user.call('GET', `/disputes/${disputeId}`)).text).toBe(cancelled.text);
    expect(bodyOf(await read(`/ledger/disputes/acme/${disputeId}`))).toMatchObject({ stage: 'cancelled' });
  };

  it('shows it, in the words of each vendor and of the ledger', async () => {
    const writers = [institutionWrites, developerWrites, userWrites] as const;
    let round = 0;
    const write = async (): Promise<void> => {
      for (round += 1; round <= ROUNDS; round += 1) await writers[round % writers.length]?.(round);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, write));
    expect(round).toBeGreaterThan(ROUNDS);
  });
});
