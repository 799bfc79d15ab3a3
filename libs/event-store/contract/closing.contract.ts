import { expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../src/event-store.js';
import type { Subject } from './subject.js';
import { Following } from './following.js';
import { collect, noted, notes, readWhole, texts, uniqueName } from './sample-events.js';

export const closingContract = (subject: Subject): void => {
  it('writes the appends that were accepted before it', async () => {
    const { store, reopen } = subject();
    const streams = Array.from({ length: 600 }, () => uniqueName('note'));
    const appending = streams.map((stream) => store.append(stream, notes(2), 'no-stream'));
    await store.close();
    for (const { outcome } of await Promise.all(appending)) expect(outcome).toBe('appended');
    const reopened = await reopen();
    for (const stream of streams)
      expect(texts(await readWhole(reopened, stream))).toEqual(['note 0', 'note 1']);
  });

  it('rejects later appends', async () => {
    const { store, reopen } = subject();
    const stream = uniqueName('note');
    await store.close();
    await expect(store.append(stream, [noted('late')], 'no-stream')).rejects.toThrow(StoreUnavailableError);
    expect(await readWhole(await reopen(), stream)).toEqual([]);
  });

  it('rejects later reads', async () => {
    const { store } = subject();
    await store.close();
    const { signal } = new AbortController();
    for (const reading of [
      () => readWhole(store, 'note-1'),
      () => collect(store.readAll()),
      () => collect(store.readAll({ streamPrefixes: ['note-'] })),
      () => collect(store.subscribeToAll({ signal })),
      () => store.headPosition(),
      () => store.lastPosition({ after: 0n, streamPrefixes: ['note-'] }),
    ])
      await expect(reading()).rejects.toThrow(StoreUnavailableError);
  });

  it('ends subscriptions that wait for events', async () => {
    const { store } = subject();
    const following = new Following(store, { streamPrefixes: [uniqueName('missing')] });
    await following.untilCaughtUp();
    const ending = following.end();
    await store.close();
    await ending;
  });

  it('ends subscriptions whose consumer is busy', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    await store.append(stream, notes(300), 'no-stream');
    await store.append(stream, notes(300), 299n);
    const following = new Following(store, { streamPrefixes: [stream] });
    await following.untilEvents(1);
    await store.close();
    await following.end();
  });

  it('ends subscriptions whose consumer has caught up but not asked for more', async () => {
    const { store } = subject();
    const following = new Following(store, { streamPrefixes: [uniqueName('missing')] });
    await following.untilCaughtUp();
    await store.close();
    await following.end();
  });

  it('can be repeated', async () => {
    const { store } = subject();
    await store.close();
    await expect(store.close()).resolves.toBeUndefined();
  });

  it('keeps the log for the next start', async () => {
    const { store, reopen } = subject();
    const stream = uniqueName('note');
    await store.append(stream, notes(2), 'no-stream');
    const reopened = await reopen();
    await reopened.append(stream, [noted('after')], 1n);
    expect(texts(await readWhole(reopened, stream))).toEqual(['note 0', 'note 1', 'after']);
  });
};
