import { afterEach, describe, expect, it } from '@jest/globals';
import type { TimeSources } from '#libs/environment';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { until } from '../support/until.js';
import { type Answer, bodyOf, clientOf, send } from './clients.js';
import { updateWith } from './seeds.js';

const gotham = newInstitution('Gotham ODR');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A machine whose clock is set by the test, and that slept for as long as the test says. */
class SetMachine implements TimeSources {
  setMs = 0;
  sleptMs = 0;
  wall = (): Date => new Date(Date.now() + this.setMs + this.sleptMs);
  monotonic = (): number => performance.now();
  uptime = (): number => performance.now() + this.sleptMs;
}

interface Readiness {
  readonly checks: { readonly clock: boolean };
  readonly commandsRefused?: string;
  readonly newestEventAt?: string;
}

let running: RunningLedger | undefined;
afterEach(async () => {
  await running?.dispose();
  running = undefined;
});

const started = async (time: TimeSources): Promise<RunningLedger> => {
  running = await startLedger({}, undefined, { time });
  await register(running, gotham);
  return running;
};

const update = async (ledger: RunningLedger, disputeId: string): Promise<Answer> =>
  (await clientOf(ledger, gotham))('/update', updateWith({ disputeId }));

const readiness = async ({ url }: RunningLedger): Promise<[status: number, body: Readiness]> => {
  const ready = await send(`${url}/health/ready`, {});
  return [ready.status, bodyOf<Readiness>(ready)];
};

describe('a ledger whose clock is set', () => {
  it('refuses what would be recorded, judged or dated by it, until it is right again', async () => {
    const machine = new SetMachine();
    const ledger = await started(machine);
    const key = await auditorKey(ledger);
    const get = (path: string): Promise<Answer> =>
      send(ledger.url + path, { headers: { authorization: `Bearer ${key}` } });
    expect((await update(ledger, 'C-1')).status).toBe(200);
    const position = await ledger.ledger.store.headPosition();

    for (const ms of [400 * DAY, -400 * DAY, 6 * MINUTE, -6 * MINUTE]) {
      machine.setMs = ms;
      const refused = await update(ledger, 'C-1');
      expect([refused.status, bodyOf(refused)]).toStrictEqual([
        503,
        { success: false, message: expect.stringMatching(/^The clock of the ledger is in doubt/) },
      ]);
      const [status, body] = await readiness(ledger);
      expect([status, body]).toStrictEqual([
        503,
        expect.objectContaining({
          checks: expect.objectContaining({ clock: false }),
          commandsRefused: expect.stringMatching(/^The clock was set (forward|back) by \d+ minutes/),
        }),
      ]);
      expect((await get('/ledger/disputes/smartodr/C-1/export')).status).toBe(503);
      expect((await get('/ledger/disputes/smartodr/C-1?asOf=2026-11-01')).status).toBe(503);
      expect((await get('/ledger/disputes/smartodr/C-1')).status).toBe(200);
      expect((await send(`${ledger.url}/metrics`, {})).text).toContain('ledger_clock_in_doubt 1');
    }
    machine.setMs = 0;
    expect(await ledger.ledger.store.headPosition()).toBe(position);
    expect((await update(ledger, 'C-1')).status).toBe(200);
    expect((await readiness(ledger))[0]).toBe(200);
  });

  it('takes a small correction for right, and a machine that slept', async () => {
    const machine = new SetMachine();
    const ledger = await started(machine);
    machine.setMs = MINUTE;
    expect((await update(ledger, 'C-1')).status).toBe(200);
    machine.sleptMs = 3 * DAY;
    expect((await update(ledger, 'C-1')).status).toBe(200);
    expect((await readiness(ledger))[0]).toBe(200);
  });
});

describe('a ledger that starts before its log', () => {
  it('takes no commands until the clock is right or somebody has looked, and then takes all', async () => {
    const wrong = new SetMachine();
    wrong.setMs = 400 * DAY;
    const before = await started(wrong);
    for (const disputeId of ['P-1', 'P-2', 'P-3']) expect((await update(before, disputeId)).status).toBe(200);

    const right = new SetMachine();
    const ledger = (running = await before.restart({ isWaitedFor: false, time: right }));
    expect((await update(ledger, 'N-1')).status).toBe(503);
    const [status, body] = await readiness(ledger);
    expect([status, body.commandsRefused]).toStrictEqual([
      503,
      expect.stringMatching(/^The clock says .* LEDGER_TIMES_CHECKED_UNTIL/),
    ]);
    right.setMs = 400 * DAY;
    await until(async () => (await readiness(ledger))[0] === 200);
    expect((await update(ledger, 'N-1')).status).toBe(200);

    const looked = new Date(Date.now() + 401 * DAY).toISOString();
    const again = (running = await ledger.restart({
      time: new SetMachine(),
      variables: { LEDGER_TIMES_CHECKED_UNTIL: looked },
    }));
    expect((await update(again, 'P-1')).status).toBe(200);
    expect((await readiness(again))[1].newestEventAt).toMatch(/^\d{4}-/);
  });

  it('adds nothing to a dispute that a jump left in the future, and goes on with the others', async () => {
    const machine = new SetMachine();
    machine.setMs = 400 * DAY;
    const before = await started(machine);
    expect((await update(before, 'P-1')).status).toBe(200);
    const right = new SetMachine();
    const variables = { LEDGER_TIMES_CHECKED_UNTIL: new Date(Date.now() + 401 * DAY).toISOString() };
    running = await before.restart({ time: right, variables });
    for (let count = 0; count < 40; count += 1)
      expect((await update(running, `N-${count}`)).status).toBe(200);

    const ledger = (running = await running.restart({ variables: { LEDGER_TIMES_CHECKED_UNTIL: '' } }));
    const refused = await update(ledger, 'P-1');
    expect([refused.status, refused.text]).toStrictEqual([
      503,
      expect.stringContaining('ahead of the clock'),
    ]);
    expect((await update(ledger, 'N-1')).status).toBe(200);
  });
});
