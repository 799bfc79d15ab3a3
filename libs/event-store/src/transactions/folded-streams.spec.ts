import { describe, expect, it } from '@jest/globals';
import { emptyStream, type FoldedStream } from './folded-stream.js';
import { FoldedStreams } from './folded-streams.js';

const handle = (folded: FoldedStream<number>, commands: number): void => {
  for (let index = 0; index < commands; index += 1)
    folded.handled.set(`command-${index}`, {
      requestDigest: 'digest',
      holder: 'Gotham ODR',
      eventId: 'event-1',
      revision: 0n,
      position: 1n,
    });
};

describe('the cache of folded streams', () => {
  it('keeps those that were used last', () => {
    const streams = new FoldedStreams<number>({ maxFoldedStreams: 2, maxFoldedEvents: 100 });
    streams.set('counter-1', emptyStream(1));
    streams.set('counter-2', emptyStream(2));
    streams.get('counter-1');
    streams.set('counter-3', emptyStream(3));
    expect(streams.get('counter-1')?.state).toBe(1);
    expect(streams.get('counter-2')).toBeUndefined();
    expect(streams.get('counter-3')?.state).toBe(3);
  });

  it('makes room when one of them grows', () => {
    const streams = new FoldedStreams<number>({ maxFoldedStreams: 10, maxFoldedEvents: 100 });
    const growing = emptyStream(1);
    streams.set('counter-1', growing);
    streams.set('counter-2', emptyStream(2));
    handle(growing, 99);
    streams.set('counter-1', growing);
    expect(streams.get('counter-1')).toBe(growing);
    expect(streams.get('counter-2')).toBeUndefined();
  });

  it('drops one that is too large on its own', () => {
    const streams = new FoldedStreams<number>({ maxFoldedStreams: 10, maxFoldedEvents: 100 });
    const growing = emptyStream(1);
    streams.set('counter-1', growing);
    handle(growing, 100);
    streams.set('counter-1', growing);
    expect(streams.get('counter-1')).toBeUndefined();
  });
});
