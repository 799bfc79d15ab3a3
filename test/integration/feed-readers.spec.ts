import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#libs/event-store';
import { dataFiles } from '#libs/environment';
import { limits } from '../../apps/api/src/ledger-api/ledger-api.limits.js';
import { limits as storeLimits } from '../../libs/event-store/src/limits.js';
import { limits as streamLimits } from '../../libs/http/src/limits.js';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import { disputeReferenced, updateRecorded } from '../support/disputes.js';
import { newInstitution } from '../support/institution.js';
import { newEvent } from '../support/prepared-log.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { updateBody } from '../support/commands.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';
import { clientOf } from '../acceptance/clients.js';

/** Each reader keeps its current page in memory. A page of 500 events would be a sixth of this log. */
Object.assign(storeLimits, { readPageEvents: 50 });

/** Together, more than any operating system buffers between the two ends of a connection. */
const EVENTS = 3_000;
const EVENT_BYTES = 8_000;
const MEGABYTE = 1_000_000;
const LOG_MEGABYTES = (EVENTS * EVENT_BYTES) / MEGABYTE;
const READERS = 5;

/**
 * Replaces the limits of 15 s, a minute and 10 streams. One key may have exactly as many streams as there are
 * readers.
 */
Object.assign(limits, { heartbeatMs: 100 });
Object.assign(streamLimits, { maxReaderStallMs: 1_500, maxOpenStreamsPerCredential: READERS });

let directory: TemporaryDirectory;
let ledger: RunningLedger;
let key: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  directory = await temporaryDirectory();
  const log = await EmbeddedEventStore.open(dataFiles(directory.path).events);
  const stream = disputeStream('smartodr', 'LONG-1');
  await log.append(stream, [newEvent(stream, 0, disputeReferenced({ disputeId: 'LONG-1' }))], 'no-stream');
  for (let from = 1; from < EVENTS; from += 100) {
    const events = Array.from({ length: 100 }, (_, index) =>
      newEvent(stream, from + index, updateRecorded({ description: 'x'.repeat(EVENT_BYTES) })),
    );
    await log.append(stream, events, BigInt(from - 1));
  }
  await log.close();
  ledger = await startLedger({ LEDGER_DATA_DIR: directory.path });
  key = await auditorKey(ledger);
  const head = await ledger.ledger.store.headPosition();
  await until(async () => (await ledger.ledger.readStore.position()) >= head);
});

afterAll(async () => {
  // A reader that is still connected would keep the ledger from ending.
  for (const socket of sockets) socket.destroy();
  await ledger.dispose();
  await directory.remove();
});

/** Opens a connection and requests the feed. Nothing is read from it until a listener is added. */
const askForFeed = async (after: number, apiKey = key): Promise<Socket> => {
  const { hostname, port } = new URL(ledger.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(
    `GET /ledger/events?after=${after} HTTP/1.1\r\nHost: ledger\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${apiKey}\r\n\r\n`,
  );
  return socket;
};

/** Returns the memory that is still in use, after a garbage collection. */
const heldMegabytes = (): number => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGABYTE;
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a reader of the feed', () => {
  it('gets heartbeats while nothing happens', async () => {
    const socket = await askForFeed(Number(await ledger.ledger.store.headPosition()));
    let text = '';
    socket
      .setEncoding('utf8')
      .on('data', (chunk: string) => (text += chunk))
      .resume();
    await until(() => text.split('\n').filter((line) => line.trim() === ':').length >= 3);
    socket.destroy();

    expect(text).toContain('text/event-stream');
    expect(text).not.toContain('data: ');
  });

  it('that reads nothing costs no memory, delays nobody, and is disconnected after a while', async () => {
    const post = await clientOf(ledger, await institutionKnown());
    const apiKey = await auditorKey(ledger);
    const before = heldMegabytes();
    const readers = await Promise.all(Array.from({ length: READERS }, () => askForFeed(0, apiKey)));
    const closed = readers.map((socket) => once(socket, 'close'));
    await Promise.all(readers.map((socket) => once(socket, 'readable')));
    const statuses = [];
    for (let command = 0; command < 50; command += 1)
      statuses.push((await post('/update', updateBody(`STALL-${command % 5}`, `stall-${command}`))).status);
    const growth = heldMegabytes() - before;

    expect(new Set(statuses)).toStrictEqual(new Set([200]));
    expect(growth).toBeLessThan((READERS * LOG_MEGABYTES) / 4);
    await until(() => hasRoomForAll(apiKey));
    // Each reader still gets what was on its way, and then the end of the stream, long before the log's end.
    const taken = await Promise.all(readers.map(bytesOf));
    await Promise.all(closed);
    for (const bytes of taken) expect(bytes).toBeLessThan(LOG_MEGABYTES * MEGABYTE);
  });
});

const institutionKnown = async () => {
  const institution = newInstitution('Gotham ODR');
  await register(ledger, institution);
  return institution;
};

/**
 * Returns whether the key may open as many streams as there were readers, so none of those is still served.
 */
const hasRoomForAll = async (apiKey: string): Promise<boolean> => {
  const leaving = new AbortController();
  const asked = await Promise.all(
    Array.from({ length: READERS }, () =>
      fetch(`${ledger.url}/ledger/events`, {
        headers: { authorization: `Bearer ${apiKey}`, accept: 'text/event-stream' },
        signal: leaving.signal,
      }),
    ),
  );
  leaving.abort();
  return asked.every(({ status }) => status === 200);
};

/** Counts the bytes that arrive until the other side ends. */
const bytesOf = async (socket: Socket): Promise<number> => {
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
  socket.resume();
  if (!socket.readableEnded) await Promise.race([once(socket, 'end'), once(socket, 'close')]);
  return bytes;
};
