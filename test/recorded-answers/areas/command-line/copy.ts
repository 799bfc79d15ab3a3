import { join } from 'node:path';
import { TestEventStore } from '../../../support/eventstoredb/test-event-store.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';

/** Copies the log to an EventStoreDB, and reads it there. */
export const runCopies = async (ledger: RecordedLedger): Promise<void> => {
  const server = await TestEventStore.start();
  try {
    ledger.nameLocally(server.url, '<event store>');
    const copy = (name: string, ...args: string[]) => ledger.command(name, ['copy', ...args]);
    await copy('a copy', '--to', server.url);
    await copy('a copy of what is there as json', '--to', server.url, '--json');
    await copy('a copy to nowhere', '--to', 'esdb://127.0.0.1:1?tls=false');
    await copy('a copy to nowhere as json', '--to', 'esdb://127.0.0.1:1?tls=false', '--json');
    await copy('a copy to another kind of server', '--to', 'http://127.0.0.1');
    await copy('a copy without a target');
    await ledger.command('a copy of nothing', ['copy', '--to', server.url], {
      LEDGER_DATA_DIR: join(ledger.directory.path, 'none'),
    });
    const there = { EVENT_STORE_URL: server.url, READ_STORE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    await ledger.command('the list there', ['access', 'list'], there);
    await ledger.command('the log there without a key', ['verify'], there);
    await ledger.command('the log there', ['verify', '--trust', ledger.directory.files.verifyingKeys], there);
    await ledger.command(
      'the log there against what was kept',
      [
        'verify',
        '--trust',
        ledger.directory.files.verifyingKeys,
        '--checkpoint',
        ledger.directory.files.checkpoint,
      ],
      there,
    );
  } finally {
    await server.stop();
  }
};
