import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { updateBody } from '../support/commands.js';
import { updateRecorded } from '../support/disputes.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { documentedHeader, newInstitution } from '../support/institution.js';
import {
  issueTo,
  type LedgerDirectory,
  ledgerDirectory,
  newAuthorization,
} from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';
import { newEvent, prepareLog } from '../support/prepared-log.js';
import { until } from '../support/until.js';

let directory: LedgerDirectory;
let http: HttpClient;

beforeEach(async () => {
  directory = await ledgerDirectory();
  http = httpClient();
});

afterEach(async () => {
  http.close();
  await directory.dispose();
});

interface Readiness {
  readonly heldBack?: object;
  readonly status: string;
  readonly checks: Record<string, boolean>;
  readonly readModelLag: number;
}

const readiness = async (url: string): Promise<Readiness & { code: number }> => {
  const { status: code, text } = await http.get(`${url}/health/ready`);
  return { code, ...(JSON.parse(text) as Readiness) };
};

const secondsSince = (start: number): string => ((performance.now() - start) / 1_000).toFixed(2);

describe('a log of 100,000 events', () => {
  const EVENTS = 100_000;

  it('does not delay the server, which is ready before its read models have all of it', async () => {
    await directory.withStore((store) => prepareLog(store, { disputes: 1_000, eventsEach: EVENTS / 1_000 }));

    const firstAt = performance.now();
    const first = directory.start();
    const firstUrl = await first.ready();
    const firstReady = performance.now() - firstAt;
    await untilCaughtUp(firstUrl);
    const caughtUp = secondsSince(firstAt);
    await until(() => logged(first.stdout, BUILT).length > 0);
    await first.terminate();
    const againAt = performance.now();
    const again = directory.start();
    const againUrl = await again.ready();
    const againReady = performance.now() - againAt;

    process.stdout.write(
      `${EVENTS} events: ready after ${(firstReady / 1_000).toFixed(2)} s without read models (which have ` +
        `everything after ${caughtUp} s), after ${(againReady / 1_000).toFixed(2)} s with them\n`,
    );
    expect(await readiness(againUrl)).toStrictEqual({
      code: 200,
      status: 'ready',
      checks: {
        eventStore: true,
        readStore: true,
        readModels: true,
        credentials: true,
        proofs: true,
        clock: true,
      },
      readModelLag: 0,
    });
    expect(logged(first.stdout, BEGUN)).toMatchObject([
      // The log may have a checkpoint more, which no read model takes.
      { rebuilding: { position: '0', of: expect.stringMatching(/^10000\d$/) } },
    ]);
    expect(logged(first.stdout, BUILT)).toMatchObject([{ events: EVENTS, ms: expect.any(Number) }]);
    expect([...logged(again.stdout, BEGUN), ...logged(again.stdout, BUILT)]).toStrictEqual([]);
  });

  const BEGUN = 'the read models are being built';
  const BUILT = 'the read models are built';

  const logged = (stdout: string, message: string): readonly object[] =>
    stdout
      .split('\n')
      .filter((line) => line.includes(`"msg":"${message}`))
      .map((line) => JSON.parse(line) as object);

  const untilCaughtUp = (url: string): Promise<void> =>
    until(async () => (await readiness(url)).readModelLag === 0);
});

describe('SIGTERM under load', () => {
  it('ends the server with 0: what was acknowledged is in the log, and what was in flight is answered', async () => {
    const authorization = await newAuthorization(directory);
    const server = directory.start();
    const url = await server.ready();
    const acknowledged: string[] = [];
    const otherwise: string[] = [];
    let sent = 0;
    let isStopping = false;
    const keepSending = async (): Promise<void> => {
      for (;;) {
        const marker = `stop-${++sent}`;
        const wasStopping = isStopping;
        try {
          const body = updateBody(`STOP-${sent % 16}`, marker);
          const { status, text } = await http.post(`${url}/update`, body, { authorization });
          if (status === 200) acknowledged.push(marker);
          else otherwise.push(`${marker}: ${status} ${text}`);
        } catch (error) {
          // Only what was sent before the signal must be answered. Later connections may be refused.
          if (!wasStopping) otherwise.push(`${marker}: ${String(error)}`);
          return;
        }
      }
    };
    const clients = Array.from({ length: 16 }, keepSending);
    await until(() => acknowledged.length >= 200);

    isStopping = true;
    const ended = await server.terminate();
    await Promise.all(clients);

    const { faults, positionsOf } = await auditLog(directory.files.events);
    expect(ended).toBe(0);
    expect(otherwise).toStrictEqual([]);
    expect(faults).toStrictEqual([]);
    expect(acknowledged.filter((marker) => positionsOf.get(marker)?.length !== 1)).toStrictEqual([]);
    expect(server.stdout).toMatch(/"msg":"stopped"\}\n$/);
    expect(server.stderr).toBe('');
  });
});

describe('a variable that cannot be used', () => {
  it.each(['65536', 'hunter2'])('stops the start and is named, and %j is not revealed', async (port) => {
    const server = directory.start({ PORT: port });

    expect(await server.ended()).toBe(1);
    expect(server.stderr).toBe('The ledger cannot start: PORT must be a number from 0 to 65535\n');
    expect(server.stdout).toBe('');
  });
});

describe('a port that somebody else listens on', () => {
  it('ends the start with 1, and nothing of it keeps the process running', async () => {
    const listening = directory.start();
    const { port } = new URL(await listening.ready());
    const second = directory.start({ PORT: port });

    expect(await second.ended()).toBe(1);
    expect(second.stderr).toMatch(/^The ledger cannot start: listen EADDRINUSE: .*:\d+\n$/);
    expect(await listening.terminate()).toBe(0);
  });
});

describe('the log on standard output', () => {
  const pan = 'QWERT9876Z';
  const institution = { ...newInstitution('Gotham ODR'), email: 'hidden.desk@institution.example' };

  it('has one JSON object per line, no secrets and no personal data', async () => {
    const authorization = await newAuthorization(directory, institution);
    const { apiKey } = await directory.withCredentials((credentials) =>
      credentials.issueApiKey({
        family: 'ledger',
        tenant: null,
        holder: 'Auditor',
        scopes: ['dispute:read'],
      }),
    );
    const server = directory.start({ LOG_LEVEL: 'trace' });
    const url = await server.ready();
    const bearer = { authorization: `Bearer ${apiKey}` };
    const personal = updateBody('SECRET-1', `${pan} wrote to ${institution.email} from ${institution.phone}`);

    const answers: HttpAnswer[] = [
      await http.post(`${url}/update`, personal, { authorization, 'idempotency-key': `key ${pan}` }),
      await http.post(`${url}/update`, personal, { authorization: `${authorization}x` }),
      await http.post(`${url}/update?token=${apiKey}&pan=${pan}`, personal, {}),
      await http.post(`${url}/update`, `{"pan":"${pan}",`, { authorization }),
      await http.post(`${url}/update`, JSON.stringify({ dispute: { disputeId: pan } }), { authorization }),
      await http.get(`${url}/ledger/disputes?q=${pan}`, bearer),
      await http.get(`${url}/ledger/disputes?${pan}=1`, bearer),
      await http.get(`${url}/ledger/disputes/smartodr/${pan}`, bearer),
      await http.get(`${url}/${apiKey}/${pan}`, { ...bearer, 'x-correlation-id': `${pan}\n`.trim() + '"{' }),
    ];
    expect(await server.terminate()).toBe(0);

    expect(answers[0]?.status).toBe(200);
    expect(answers.filter(({ status }) => status >= 500)).toStrictEqual([]);
    const lines = server.stdout.split('\n').slice(0, -1);
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.filter(({ msg }) => msg === 'request').length).toBeGreaterThanOrEqual(answers.length);
    const [, token] = authorization.split('|');
    for (const secret of [apiKey, token ?? '', pan, institution.email, institution.phone]) {
      expect(secret.length).toBeGreaterThan(0);
      expect(server.stdout).not.toContain(secret);
      expect(server.stderr).not.toContain(secret);
    }
  });
});

describe('a credential that another process changes', () => {
  it('is accepted soon after its issue, and refused soon after its revocation', async () => {
    const institution = newInstitution('Gotham ODR');
    const authorization = await documentedHeader(institution);
    const server = directory.start();
    const url = await server.ready();
    const statusNow = async (): Promise<number> =>
      (await http.post(`${url}/update`, updateBody('CREDENTIAL-1', 'hello'), { authorization })).status;
    const msUntil = async (status: number): Promise<number> => {
      const start = performance.now();
      await until(async () => (await statusNow()) === status);
      return performance.now() - start;
    };

    expect(await statusNow()).toBe(401);
    const credentialId = await issueTo(directory, institution);
    const issuedMs = await msUntil(200);
    await directory.withCredentials((credentials) => credentials.revoke(credentialId));
    const revokedMs = await msUntil(401);

    process.stdout.write(
      `credential known after ${issuedMs.toFixed(0)} ms, ended after ${revokedMs.toFixed(0)} ms\n`,
    );
    expect(await statusNow()).toBe(401);
  });
});

describe('an event that this version cannot read', () => {
  const stream = 'dispute-smartodr.POISON-1';

  it('holds back its dispute, and leaves the server ready and accepting commands for others', async () => {
    const authorization = await newAuthorization(directory);
    const server = directory.start();
    const url = await server.ready();
    const poison = { ...newEvent(stream, 0, updateRecorded()), type: 'DisputeForetold.v9' };
    await directory.withStore((store) => store.append(stream, [poison], 'no-stream'));

    await until(async () => (await readiness(url)).heldBack !== undefined);
    const { status, heldBack } = await readiness(url);
    const live = await http.get(`${url}/health/live`);
    const other = await http.post(`${url}/update`, updateBody('HEALTHY-1', 'goes on'), { authorization });
    const same = await http.post(`${url}/update`, updateBody('POISON-1', 'cannot'), { authorization });
    await until(async () => (await readiness(url)).readModelLag === 0);

    expect({ status, heldBack }).toMatchObject({
      status: 'ready',
      heldBack: { count: 1, first: [{ stream }] },
    });
    // Log lines are buffered for a moment.
    await until(() => server.stdout.includes('DisputeForetold.v9'));
    expect([live.status, other.status, same.status]).toStrictEqual([200, 200, 409]);
    expect((await auditLog(directory.files.events)).lengthOf.get(stream)).toBe(1);
  });
});
