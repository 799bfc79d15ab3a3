import { expect, it } from '@jest/globals';
import { UnknownPositionError } from '../src/event-store.js';
import type { Subject } from './subject.js';
import { Following } from './following.js';
import {
  accepted,
  appendAll,
  ids,
  isGrowing,
  noted,
  notes,
  positions,
  texts,
  uniqueName,
} from './sample-events.js';

/** The approximate number of positions to resume from: each needs a subscription of its own. */
const RESUMPTIONS = 12;

export const subscribingContract = (subject: Subject): void => {
  it('delivers past events from the start, then reports that it has caught up', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const events = notes(1_203);
    const last = await appendAll(store, stream, events);
    const following = new Following(store, { streamPrefixes: [stream] });
    const page = await following.untilCaughtUp();
    expect(ids(following.events)).toEqual(ids(events));
    expect(page.position).toBeGreaterThanOrEqual(last);
  });

  it('delivers only events after a position', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const { position } = accepted(await store.append(stream, notes(2), 'no-stream'));
    await store.append(stream, [noted('new')], 1n);
    const following = new Following(store, { after: position, streamPrefixes: [stream] });
    await following.untilCaughtUp();
    expect(texts(following.events)).toEqual(['new']);
  });

  it('reports that it has caught up even when there is nothing to deliver', async () => {
    const { store } = subject();
    const following = new Following(store, {
      after: await store.headPosition(),
      streamPrefixes: [uniqueName('missing')],
    });
    const page = await following.untilCaughtUp();
    expect(page.events).toEqual([]);
  });

  it('moves its position past events that the filter leaves out', async () => {
    const { store } = subject();
    const [mine, other] = [uniqueName('mine'), uniqueName('other')];
    const { position } = accepted(await store.append(other, notes(5), 'no-stream'));
    const page = await new Following(store, { streamPrefixes: [mine] }).untilCaughtUp();
    expect(page.position).toBeGreaterThanOrEqual(position);

    await store.append(mine, [noted('resumed')], 'no-stream');
    const resumed = new Following(store, { after: page.position, streamPrefixes: [mine] });
    expect(texts(await resumed.untilEvents(1))).toEqual(['resumed']);
  });

  it('can be resumed at the position of any page without losing or repeating an event', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const events = notes(1_203);
    await appendAll(store, stream, events);
    const following = new Following(store, { streamPrefixes: [stream] });
    await following.untilEvents(events.length);
    following.cancel();
    // The number of pages depends on how fast the events arrived.
    const step = Math.ceil(following.pages.length / RESUMPTIONS);
    const places = following.pages.filter((_, index) => index % step === 0);
    for (const { position } of places) {
      const resumed = new Following(store, { after: position, streamPrefixes: [stream] });
      await resumed.untilCaughtUp();
      resumed.cancel();
      expect(ids(resumed.events)).toEqual(ids(following.events.filter((event) => event.position > position)));
    }
    expect(ids(following.events)).toEqual(ids(events));
  });

  it.each([1n, 1_000n, 1_000_000n])('does not begin %d beyond the end of the log', async (distance) => {
    const { store } = subject();
    await store.append(uniqueName('note'), notes(2), 'no-stream');
    const after = (await store.headPosition()) + distance;
    for (const streamPrefixes of [[], ['note-'], [uniqueName('missing')]])
      await expect(new Following(store, { after, streamPrefixes }).end()).rejects.toThrow(
        UnknownPositionError,
      );
  });

  it('delivers new events as they are appended', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const following = new Following(store, { streamPrefixes: [stream] });
    await following.untilCaughtUp();
    for (let index = 0; index < 5; index += 1) {
      const arriving = following.untilEvents(index + 1);
      await store.append(stream, [noted(`live ${index}`)], index === 0 ? 'no-stream' : BigInt(index - 1));
      await arriving;
    }
    expect(texts(following.events)).toEqual(['live 0', 'live 1', 'live 2', 'live 3', 'live 4']);
    expect(isGrowing(positions(following.events))).toBe(true);
  });

  it('delivers everything, in order, to a consumer that is slower than the writers', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const following = new Following(store, { streamPrefixes: [stream] });
    await following.untilCaughtUp();
    const events = notes(2_003);
    // The consumer asks for nothing until everything is written.
    await appendAll(store, stream, events);
    expect(ids(await following.untilEvents(events.length))).toEqual(ids(events));
  });

  it('loses nothing between the past and the present', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const events = notes(1_500);
    const following = new Following(store, { streamPrefixes: [stream] });
    const arriving = following.untilEvents(events.length);
    await appendAll(store, stream, events);
    expect(ids(await arriving)).toEqual(ids(events));
  });

  it('delivers the same events to every subscriber', async () => {
    const { store } = subject();
    const prefix = uniqueName('note');
    const all = new Following(store, { streamPrefixes: [prefix] });
    const some = new Following(store, { streamPrefixes: [`${prefix}.b`] });
    await Promise.all([all.untilCaughtUp(), some.untilCaughtUp()]);
    const arriving = Promise.all([all.untilEvents(2), some.untilEvents(1)]);
    await store.append(`${prefix}.a`, [noted('a')], 'no-stream');
    await store.append(`${prefix}.b`, [noted('b')], 'no-stream');
    await arriving;
    expect(texts(all.events)).toEqual(['a', 'b']);
    expect(texts(some.events)).toEqual(['b']);
  });

  it('ends when it is cancelled while it waits', async () => {
    const { store } = subject();
    const following = new Following(store, { streamPrefixes: [uniqueName('missing')] });
    await following.untilCaughtUp();
    const ending = following.end();
    following.cancel();
    await ending;
    await expect(following.next()).resolves.toBeUndefined();
  });

  it('ends when it is cancelled while the consumer works', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    await appendAll(store, stream, notes(600));
    const following = new Following(store, { streamPrefixes: [stream] });
    await following.untilEvents(1);
    following.cancel();
    await following.end();
  });

  it('delivers nothing when it was cancelled before it began', async () => {
    const { store } = subject();
    const following = new Following(store);
    following.cancel();
    await following.end();
    expect(following.pages).toEqual([]);
  });

  it('goes on for the other subscribers when one is cancelled', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const [leaving, staying] = [1, 2].map(() => new Following(store, { streamPrefixes: [stream] }));
    await Promise.all([leaving?.untilCaughtUp(), staying?.untilCaughtUp()]);
    const arriving = staying?.untilEvents(1);
    leaving?.cancel();
    await store.append(stream, [noted('after')], 'no-stream');
    expect(texts((await arriving) ?? [])).toEqual(['after']);
  });

  it('lets a consumer stop by itself', async () => {
    const { store } = subject();
    const { signal } = new AbortController();
    const leave = async (): Promise<string> => {
      const subscription = store.subscribeToAll({ signal, streamPrefixes: [uniqueName('missing')] });
      for await (const page of subscription) if (page.isCaughtUp) return 'left';
      return 'ended';
    };
    await expect(leave()).resolves.toBe('left');
  });
};
