import { writeSync } from 'node:fs';
import { EmbeddedEventStore, type ExpectedRevision } from '#libs/event-store';
import { openDatabase } from '#libs/sqlite';

// A writer that appends to several streams at a time and answers each append with its position, like a server.
// With NORMAL it syncs less than the store promises, so that a power cut must lose something.
// Arguments: the log, FULL or NORMAL, and the number of appends.

const [, , path = '', synchronous, appends] = process.argv;
const STREAMS = 8;

const database = await openDatabase(path, { synchronous: 'FULL', walCheckpointPages: 64 });
const store = EmbeddedEventStore.over(database);
if (synchronous === 'NORMAL') database.exec('PRAGMA synchronous = NORMAL');

const metadata = {
  $correlationId: 'power-cut',
  $causationId: 'power-cut',
  commandId: 'power-cut',
  tenant: null,
  actor: { name: 'power-cut' },
  credentialId: 'power-cut',
  holder: 'power-cut',
  authProfile: 'system',
  recordedAt: '2025-01-31T09:30:00.000Z',
};

const fill = async (stream: string): Promise<void> => {
  let revision: ExpectedRevision = 'no-stream';
  for (let count = 0; count < Number(appends) / STREAMS; count += 1) {
    const event = { id: crypto.randomUUID(), type: 'Noted.v1', data: { text: 'x'.repeat(700) }, metadata };
    const appended = await store.append(stream, [event], revision);
    if (appended.outcome !== 'appended') throw new Error(appended.outcome);
    writeSync(1, `HTTP/1.1 200 OK\r\nledger-position: ${appended.position}\r\n\r\n`);
    revision = appended.revision;
  }
};

await Promise.all(Array.from({ length: STREAMS }, (_, number) => fill(`notes-${number}`)));
process.kill(process.pid, 'SIGKILL');
