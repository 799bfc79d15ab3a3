import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ended, runLedger } from '../support/command-line.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { prepareLog } from '../support/prepared-log.js';

const EVENTS = 40;

let directory: LedgerDirectory;
let server: TestEventStore;

beforeEach(async () => {
  directory = await ledgerDirectory();
  server = await TestEventStore.start();
});

afterEach(async () => {
  await server.stop();
  await directory.dispose();
});

const ledger = (args: readonly string[], variables: Record<string, string> = {}): Promise<Ended> =>
  runLedger(args, { LEDGER_DATA_DIR: directory.path, ...variables });

describe('the command line on a cluster', () => {
  it('issues and lists credentials in its store, and creates no local files', async () => {
    const variables = { EVENT_STORE_URL: server.url, READ_STORE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const issue = ['access', 'issue', 'auditor', '--name', 'Auditor', '--scopes', 'dispute:read', '--json'];

    const issued = await ledger(issue, variables);
    const here = await ledger(['access', 'list', '--json']);
    const there = await ledger(['access', 'list', '--json'], variables);

    const { credentialId } = JSON.parse(issued.stdout) as { credentialId: string };
    expect([issued.code, there.code, here.code]).toStrictEqual([0, 0, 0]);
    expect(JSON.parse(there.stdout)).toMatchObject({ credentials: [{ credentialId, status: 'active' }] });
    expect(JSON.parse(here.stdout)).toStrictEqual({ credentials: [] });
  });

  it('fails within its time limit when the event store is down', async () => {
    const variables = {
      EVENT_STORE_URL: 'esdb://127.0.0.1:1?tls=false',
      READ_STORE_URL: 'postgres://nobody@127.0.0.1:1/none',
    };
    const { code, stdout } = await ledger(['access', 'list', '--json'], variables);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toStrictEqual({ error: expect.stringMatching(/./) });
  });
});

describe('ledger copy', () => {
  const copy = (to: string): Promise<Ended> => ledger(['copy', '--to', to, '--json']);

  it('copies the log, reports its progress, and confirms that the copy is identical', async () => {
    await directory.withStore((store) => prepareLog(store, { disputes: 2, eventsEach: EVENTS / 2 }));

    const first = await copy(server.url);
    const again = await copy(server.url);

    expect([first.code, JSON.parse(first.stdout)]).toStrictEqual([0, { copied: EVENTS, verified: EVENTS }]);
    expect(first.stderr).toMatch(/^copying: \d+ events\n(.*\n)*verifying: \d+ events\n/);
    expect([again.code, JSON.parse(again.stdout)]).toStrictEqual([0, { copied: 0, verified: EVENTS }]);
  });

  it('leaves a target with other events alone', async () => {
    await directory.withStore((store) => prepareLog(store, { disputes: 2, eventsEach: 10 }));
    await copy(server.url);
    const other = await ledgerDirectory();
    await other.withStore((store) => prepareLog(store, { disputes: 1, eventsEach: 20 }));

    const refused = await ledger(['copy', '--to', server.url, '--json'], { LEDGER_DATA_DIR: other.path });
    await other.dispose();

    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(
      'The target has another event at dispute-smartodr.LOG-00001 revision 0 (event 11 of its log).',
    );
  });

  it('reports that there is no log, rather than copying an empty one', async () => {
    expect(await copy(server.url)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('There is no log at'),
    });
  });

  it('does not reveal a URL that cannot be used', async () => {
    await directory.withStore(() => Promise.resolve());
    const refused = await copy('esdb://admin:hunter2@cluster?unknown=1');

    expect(refused.code).toBe(2);
    expect(refused.stdout + refused.stderr).not.toContain('hunter2');
  });
});
