import type { RecordedEvent } from '#libs/event-store';
import type { Transaction } from 'kysely';
import { insertRows } from '../src/insert-rows.js';
import type { ReadModel } from '../src/read-model.js';
import type { ReadStore } from '../src/read-store.js';

// The contract's own read model: one row per event, so that what was applied can be read off.

interface NoteTables {
  readonly notes: NoteRow;
}

export interface NoteRow {
  readonly stream: string;
  readonly position: number;
  readonly text: string;
}

export const notes: ReadModel = {
  name: 'notes',
  version: 1,
  streamPrefixes: ['note-'],
  createTables: async (database) => {
    await database.schema
      .createTable('notes')
      .addColumn('stream', 'text', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('notes_key', ['stream', 'position'])
      .execute();
  },
  dropTables: async (database) => {
    await database.schema.dropTable('notes').ifExists().execute();
  },
  apply: (transaction, events) =>
    insertRows<NoteTables, 'notes'>(transaction as unknown as Transaction<NoteTables>, 'notes', {
      rows: events.map(rowOf),
    }),
};

const rowOf = ({ stream, position, data }: RecordedEvent): NoteRow => ({
  stream,
  position: Number(position),
  text: data['text'] as string,
});

export const notesIn = (store: ReadStore) => store.tables<NoteTables>().selectFrom('notes');

/** Returns the event at this position of the log. */
export const noted = (position: bigint, text = `Note ${position}`, stream = 'note-a'): RecordedEvent => ({
  id: `event-${position}`,
  type: 'Noted.v1',
  stream,
  revision: position - 1n,
  position,
  data: { text },
  metadata: {
    $correlationId: 'correlation-1',
    $causationId: 'command-1',
    commandId: 'command-1',
    tenant: null,
    actor: { name: 'Bruce Wayne' },
    credentialId: 'credential-1',
    holder: 'Gotham ODR',
    authProfile: 'documented',
    recordedAt: '2025-01-01T00:00:00.000Z',
  },
});
