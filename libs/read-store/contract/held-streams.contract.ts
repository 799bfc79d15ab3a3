import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadStore } from '../src/read-store.js';
import { noted, notesIn } from './notes.js';

const HELD = 'note-b';
const unreadable = (position: bigint): RecordedEvent => ({
  ...noted(position, 'of another tool', HELD),
  illegible: 'its data is no JSON',
});
const ofHeld = (position: bigint): RecordedEvent => noted(position, `Note ${position}`, HELD);

/** Describes what every read store does with a stream that cannot be read further. */
export const describeHeldStreams = (kind: string, opened: () => ReadStore): void => {
  const positions = async (): Promise<number[]> =>
    (await notesIn(opened()).selectAll().orderBy('position').execute()).map(({ position }) => position);
  const held = async () => (await opened().held()).map(({ stream, position }) => [stream, position]);
  const last = async () => (await opened().reached()).map(({ last: event }) => event);

  describe(`a read store on ${kind}: streams that are held back`, () => {
    it('stay as they are, and every other stream goes on', async () => {
      await opened().apply([noted(1n), ofHeld(2n), unreadable(3n), ofHeld(4n), noted(5n)], 5n);
      await opened().apply([ofHeld(6n), noted(7n)], 7n);

      expect(await positions()).toStrictEqual([1, 2, 5, 7]);
      expect(await held()).toStrictEqual([[HELD, '3']]);
    });

    it('are taken all the same: the rows know their log by them, too', async () => {
      await opened().apply([noted(1n), unreadable(2n)], 2n);
      expect(await last()).toStrictEqual([{ position: 2n, id: 'event-2' }]);
      await opened().apply([ofHeld(3n)], 4n);
      expect(await last()).toStrictEqual([{ position: 3n, id: 'event-3' }]);
    });

    it('go on when they can be read, and take each event once, in whatever run it comes again', async () => {
      await opened().apply([noted(1n), unreadable(2n), ofHeld(3n), noted(4n)], 4n);
      const since = [2n, 3n, 6n].map(ofHeld);
      await opened().apply([], 1n, { released: [{ stream: HELD, events: since }] });
      expect([await positions(), await held()]).toStrictEqual([[1, 2, 3, 4], []]);
      await opened().apply([ofHeld(3n), noted(4n), noted(5n), ofHeld(6n)], 6n, { after: 1n });

      expect(await positions()).toStrictEqual([1, 2, 3, 4, 5, 6]);
    });

    it('stay held back where the next event cannot be read either', async () => {
      await opened().apply([unreadable(1n), ofHeld(2n)], 2n);
      const events = [ofHeld(1n), unreadable(2n)];
      await opened().apply([], 2n, { released: [{ stream: HELD, events }] });

      expect([await positions(), await held()]).toStrictEqual([[1], [[HELD, '2']]]);
    });

    it('are forgotten with rows that are not those of the log', async () => {
      await opened().apply([noted(1n), unreadable(2n)], 2n);
      await opened().restart(await opened().reached());
      expect([await positions(), await held()]).toStrictEqual([[], []]);
      await opened().apply([noted(1n), ofHeld(2n)], 2n);

      expect(await positions()).toStrictEqual([1, 2]);
    });
  });
};
