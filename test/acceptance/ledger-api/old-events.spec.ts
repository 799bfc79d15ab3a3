import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject, StoredEvent } from '#libs/kernel';
import { disputeCodec } from '../../../libs/disputes/src/domain/dispute-codec.js';
import { disputeStream } from '../../../libs/disputes/src/domain/dispute-stream.js';
import { updateBody } from '../../support/commands.js';
import { disputeReferenced, updateRecorded } from '../../support/disputes.js';
import { newInstitution } from '../../support/institution.js';
import { newEvent } from '../../support/prepared-log.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { bodyOf, clientOf, type Read, readerOf } from '../clients.js';

/**
 * An update as it might have been written before `v1`: its text had another name, and the role was kept only
 * as it was given.
 */
const OLD_NAME = 'DisputeUpdateRecorded.v0';
const OLD_DATA: JsonObject = {
  proceeding: 'conciliation',
  roleAsGiven: 'mediator',
  userName: 'Bruce Wayne',
  received: '{}',
  text: 'Told in the old words',
  description: 'test123',
};

/**
 * Translates the old event into the data of today's, as a codec does for a name that is no longer written.
 */
const upcast = ({ text, ...data }: JsonObject): JsonObject => ({
  ...data,
  role: data['roleAsGiven'] === 'mediator' ? 'MEDIATOR' : 'ADVOCATE',
  update: text ?? null,
});

const decodeToday = disputeCodec.decode.bind(disputeCodec);
Object.assign(disputeCodec, {
  decode: ({ type, data }: StoredEvent) =>
    type === OLD_NAME
      ? decodeToday({ type: 'DisputeUpdateRecorded.v1', data: upcast(data) })
      : decodeToday({ type, data }),
});

const STREAM = disputeStream('smartodr', 'OLD-1');

let running: RunningLedger;
let read: Read;
let position: string;

const dispute = async (query = '') => bodyOf(await read(`/ledger/disputes/smartodr/OLD-1${query}`));

beforeAll(async () => {
  running = await startLedger();
  read = readerOf(running, await auditorKey(running));
  const { store } = running.ledger;
  await store.append(
    STREAM,
    [
      newEvent(STREAM, 0, disputeReferenced({ disputeId: 'OLD-1', institution: 'Gotham ODR' })),
      { ...newEvent(STREAM, 1, updateRecorded()), type: OLD_NAME, data: OLD_DATA },
    ],
    'no-stream',
  );
  position = String(await store.headPosition());
  await read('/ledger/disputes', { 'ledger-min-position': position });
});

afterAll(() => running.dispose());

describe('an event that was written under an old name', () => {
  const told = { lastUpdate: { text: 'Told in the old words' } };

  it('is shown by the dispute and the list', async () => {
    expect(await dispute()).toMatchObject(told);
    expect(bodyOf(await read('/ledger/disputes'))).toMatchObject({ disputes: [told] });
  });

  it('is shown in the timeline, the activity and the difference', async () => {
    expect(await dispute('/timeline')).toMatchObject({
      entries: [{}, { type: 'DisputeUpdateRecorded', actor: { name: 'Bruce Wayne' } }],
    });
    const activity = bodyOf(await read('/ledger/activity?q=old%20words'));
    expect(activity).toMatchObject({ activities: [{ type: 'DisputeUpdateRecorded' }] });
    expect(JSON.stringify(await dispute('/diff?from=0&to=1'))).toContain('Told in the old words');
  });

  it('is shown by the dispute and the list as of a moment', async () => {
    expect(await dispute('?revision=1')).toMatchObject(told);
    expect(await dispute(`?position=${position}`)).toMatchObject(told);
    expect(bodyOf(await read(`/ledger/disputes?position=${position}`))).toMatchObject({ disputes: [told] });
  });

  it("comes through the feed in today's form, and as evidence in the form that was proven", async () => {
    expect(bodyOf(await read('/ledger/events'))).toMatchObject({
      events: [
        {},
        { type: 'DisputeUpdateRecorded.v1', data: { update: 'Told in the old words', role: 'MEDIATOR' } },
      ],
    });
    expect(await dispute('/events')).toMatchObject({
      events: [{}, { type: OLD_NAME, data: { text: 'Told in the old words' } }],
    });
    const bundle = await read('/ledger/disputes/smartodr/OLD-1/export');
    expect(bundle.status).toBe(200);
    expect(bundle.text).toContain(OLD_NAME);
  });

  it('is replayed to the same rows', async () => {
    const started = await fetch(`${running.url}/ledger/replays`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await auditorKey(running)}` },
    });
    const location = started.headers.get('location') ?? '';
    const look = async () => bodyOf<{ state: string }>(await read(location));
    await until(async () => (await look()).state !== 'running');

    expect(await look()).toMatchObject({ state: 'done', result: { outcome: 'equal' } });
  });

  it('is part of the state on which the next command is decided', async () => {
    const institution = newInstitution('Gotham ODR');
    await register(running, institution);
    const post = await clientOf(running, institution);
    const answer = await post('/update', updateBody('OLD-1', 'Told in the new words'));

    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"2"');
  });
});
