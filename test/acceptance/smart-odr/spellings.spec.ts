import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disputeStream } from '../../../libs/disputes/src/domain/dispute-stream.js';
import { disputeReferenced, updateRecorded } from '../../support/disputes.js';
import { newInstitution } from '../../support/institution.js';
import { newEvent } from '../../support/prepared-log.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import {
  after,
  type Answer,
  bodyOf,
  clientOf,
  expectNothingAdded,
  expectRefused,
  type Post,
  type Read,
  readerOf,
  recordedAfter,
} from '../clients.js';
import { reportAfter, updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');
const NOT_OURS = 'Dispute is not assigned to this ODR Institution';

let running: RunningLedger;
let post: Post;
let theirs: Post;
let read: Read;

const connect = async (): Promise<void> => {
  [post, theirs] = [await clientOf(running, gotham), await clientOf(running, metropolis)];
};

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham);
  await register(running, metropolis);
  read = readerOf(running, await auditorKey(running));
  await connect();
});

afterAll(() => running.dispose());

const update = (disputeId: string, by = post): Promise<Answer> => by('/update', updateWith({ disputeId }));

/** Resolves with the streams of the events that the message added. */
const streamsOf = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = await running.ledger.store.headPosition();
  await act();
  return [...new Set((await recordedAfter(running, before)).map(({ stream }) => stream))].filter((stream) =>
    stream.startsWith('dispute-'),
  );
};

describe('an id in other letters', () => {
  it('is the same dispute, and is answered and kept as it was sent', async () => {
    const first = await update('Mii-inv-2024-01-1');
    const second = await update('MII-INV-2024-01-1');
    const third = await post(
      '/update_arbitration_report',
      reportAfter((dispute) => (dispute.disputeId = 'mii-inv-2024-01-1')),
    );

    expect(first.text).toBe('{"success":true,"message":"Update to the Dispute Mii-inv-2024-01-1 received"}');
    expect(bodyOf(third)).toMatchObject({
      message: 'Arbitration award saved successfully. ComplainId: mii-inv-2024-01-1',
    });
    const { events } = bodyOf<{ events: { type: string; data: object }[] }>(
      await read('/ledger/disputes/smartodr/MII-INV-2024-01-1/events', after(second)),
    );
    expect(events.slice(0, 3)).toMatchObject([
      { type: 'OdrDisputeReferenced.v1', data: { disputeId: 'Mii-inv-2024-01-1' } },
      { type: 'DisputeUpdateRecorded.v1' },
      { type: 'DisputeUpdateRecorded.v1' },
    ]);
  });

  it('does not get past the owner of the dispute', async () => {
    await update('OWNED-2024-01-1');

    await expectNothingAdded(running, async () => {
      for (const spelling of ['OWNED-2024-01-1', 'owned-2024-01-1', 'Owned-2024-01-1'])
        expectRefused(await update(spelling, theirs), 403, NOT_OURS);
    });
  });

  it('does not get past the owner of a dispute that began in lower case', async () => {
    await update('lower-2024-01-1');

    await expectNothingAdded(running, async () => {
      for (const spelling of ['LOWER-2024-01-1', 'lower-2024-01-1', 'Lower-2024-01-1'])
        expectRefused(await update(spelling, theirs), 403, NOT_OURS);
    });
  });

  it('is one dispute when every spelling comes at once', async () => {
    const spellings = ['RACE-a-1', 'race-A-1', 'Race-A-1', 'RACE-A-1', 'race-a-1'];
    const streams = await streamsOf(async () => {
      const answers = await Promise.all(spellings.map((spelling) => update(spelling)));

      expect(answers.map(({ status }) => status)).toStrictEqual([200, 200, 200, 200, 200]);
    });

    expect(streams).toStrictEqual(['dispute-smartodr.RACE-A-1']);
  });

  it('is found by an auditor in every part of the API', async () => {
    const written = await update('Typed-2024-01-1');

    for (const path of [
      '',
      '/timeline',
      '/events',
      '/diff?from=0',
      `?asOf=${new Date().toISOString()}`,
      '?explain=true',
    ]) {
      const answer = await read(`/ledger/disputes/smartodr/typed-2024-01-1${path}`, after(written));

      expect([path, answer.status]).toStrictEqual([path, 200]);
    }
    expect(bodyOf(await read('/ledger/disputes/smartodr/typed-2024-01-1', after(written)))).toMatchObject({
      disputeId: 'TYPED-2024-01-1',
    });
    expect((await read('/ledger/disputes/smartodr/typed-2024-01-1/export')).status).toBe(200);
    expect((await read('/ledger/disputes/smartodr/typed-2024-01-2', after(written))).status).toBe(404);
  });
});

/** Appends a dispute to the log as an earlier version did, under the id exactly as it was sent. */
const fileOfBefore = async (disputeId: string, institution = gotham.name): Promise<void> => {
  const stream = disputeStream('smartodr', disputeId);
  const events = [disputeReferenced({ disputeId, institution }), updateRecorded()];
  await running.ledger.store.append(
    stream,
    events.map((event, revision) => newEvent(stream, revision, event)),
    'no-stream',
  );
};

describe('a ledger whose disputes already differ in letters', () => {
  beforeAll(async () => {
    await fileOfBefore('Old-1');
    await fileOfBefore('Two-1');
    await fileOfBefore('TWO-1');
    await fileOfBefore('UPPER-1');
    await fileOfBefore('upper-1');
    await fileOfBefore('Theirs-1', metropolis.name);
    running = await running.restart();
    read = readerOf(running, await auditorKey(running));
    await connect();
  });

  it.each([
    ['the only file', 'Old-1', ['Old-1', 'OLD-1', 'old-1']],
    ['the older of two', 'Two-1', ['Two-1', 'TWO-1', 'two-1']],
    ['the older of two, in upper case', 'UPPER-1', ['UPPER-1', 'upper-1', 'Upper-1']],
  ])('goes on with %s', async (_, file, spellings) => {
    for (const spelling of spellings)
      expect(await streamsOf(() => update(spelling))).toStrictEqual([`dispute-smartodr.${file}`]);
  });

  it('keeps to the owner of the file of before', async () => {
    await expectNothingAdded(running, async () => {
      for (const spelling of ['THEIRS-1', 'theirs-1', 'Theirs-1'])
        expectRefused(await update(spelling), 403, NOT_OURS);
    });
  });

  it('shows each file by its own spelling, and the older one by any other', async () => {
    const written = await update('two-1');
    const shown = async (id: string): Promise<unknown> =>
      bodyOf<{ disputeId: string }>(await read(`/ledger/disputes/smartodr/${id}`, after(written))).disputeId;

    expect(await Promise.all(['Two-1', 'TWO-1', 'two-1', 'old-1', 'OLD-1'].map(shown))).toStrictEqual([
      'Two-1',
      'TWO-1',
      'Two-1',
      'Old-1',
      'Old-1',
    ]);
  });

  it('names a new dispute in upper case as ever', async () => {
    expect(await streamsOf(() => update('new-1'))).toStrictEqual(['dispute-smartodr.NEW-1']);
  });
});
