import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';
import { Turns } from './turns.js';

/** Returns work that goes on until the test finishes it. */
const held = () => {
  let finish: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (finish = resolve));
  return { until, finish };
};

describe('turns', () => {
  it('go one after the other on one stream, in the order of asking', async () => {
    const turns = new Turns();
    const first = held();
    const done: string[] = [];
    const all = [
      turns.take('a', async () => {
        done.push('first begins');
        await first.until;
        done.push('first ends');
      }),
      ...['second', 'third'].map((name) => turns.take('a', async () => void done.push(name))),
    ];
    await turns.take('b', async () => undefined);
    expect(done).toEqual(['first begins']);
    first.finish();
    await Promise.all(all);
    expect(done).toEqual(['first begins', 'first ends', 'second', 'third']);
  });

  it('on different streams do not wait for each other', async () => {
    const turns = new Turns();
    const first = held();
    const waiting = turns.take('a', () => first.until);
    expect(await turns.take('b', async () => 'done')).toBe('done');
    first.finish();
    await waiting;
  });

  it('return what the work returns', async () => {
    const turns = new Turns();
    expect(await Promise.all([1, 2].map((number) => turns.take('a', async () => number)))).toEqual([1, 2]);
  });

  it('go on after one that failed', async () => {
    const turns = new Turns();
    const failing = turns.take('a', () => Promise.reject(new Error('broken')));
    const next = turns.take('a', async () => 'done');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('done');
  });

  it('are rejected when too many wait for one stream, and given again when those are done', async () => {
    const turns = new Turns();
    const first = held();
    const waiting = Array.from({ length: limits.maxWaitingPerStream }, () =>
      turns.take('a', () => first.until),
    );
    await expect(turns.take('a', async () => 'late')).rejects.toThrow(StoreUnavailableError);
    expect(await turns.take('b', async () => 'other')).toBe('other');
    first.finish();
    await Promise.all(waiting);
    expect(await turns.take('a', async () => 'again')).toBe('again');
  });
});
