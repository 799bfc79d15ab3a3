import { beforeEach, describe, expect, it } from '@jest/globals';
import { SteadyClock, type TimeSources } from './steady-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 29, 12);

/** A machine whose clocks a test moves. */
class Machine implements TimeSources {
  wallMs = START;
  awakeMs = 1_000;
  upMs = 50_000;

  wall = (): Date => new Date(this.wallMs);
  monotonic = (): number => this.awakeMs;
  uptime = (): number => this.upMs;

  pass(ms: number): void {
    this.wallMs += ms;
    this.awakeMs += ms;
    this.upMs += ms;
  }

  sleep(ms: number): void {
    this.wallMs += ms;
    this.upMs += ms;
  }

  set(ms: number): void {
    this.wallMs += ms;
  }
}

const at = (ms: number): string => new Date(START + ms).toISOString();

let machine: Machine;
let clock: SteadyClock;
beforeEach(() => {
  machine = new Machine();
  clock = new SteadyClock(machine);
});

describe('a clock that is set while a process runs', () => {
  it.each([
    ['forward by 400 days', 400 * DAY],
    ['back by 400 days', -400 * DAY],
    ['forward by six minutes', 6 * MINUTE],
    ['back by six minutes', -6 * MINUTE],
    ['back to 1970', -START],
  ])('is in doubt when it goes %s, until it is right again', (_, ms) => {
    machine.pass(HOUR / 2);
    machine.set(ms);
    expect(() => clock.now()).toThrow(/^The clock was set (forward|back) by \d+ minutes/);
    expect(() => clock.assertMayRecord(at(0))).toThrow('The clock was set');
    machine.pass(2 * HOUR);
    expect(clock.isSound).toBe(false);
    machine.set(-ms);
    expect(clock.now()).toStrictEqual(machine.wall());
    expect(clock.isSound).toBe(true);
  });

  it.each([
    ['is corrected by a minute', () => machine.set(MINUTE)],
    ['is corrected back by four minutes', () => machine.set(-4 * MINUTE)],
    ['sleeps for a weekend', () => machine.sleep(2 * DAY)],
    [
      'sleeps, and is corrected after that',
      () => {
        machine.sleep(8 * HOUR);
        machine.set(-2 * MINUTE);
      },
    ],
  ])('is believed on a machine that %s', (_, change) => {
    machine.pass(HOUR / 2);
    change();
    expect(clock.now()).toStrictEqual(machine.wall());
  });

  it('is in doubt when it is set while the machine sleeps', () => {
    machine.sleep(8 * HOUR);
    machine.set(DAY);
    expect(() => clock.now()).toThrow('forward by 1440 minutes');
  });

  it('may be corrected a little every hour for a year', () => {
    for (let hours = 0; hours < 365 * 24; hours += 1) {
      machine.pass(HOUR + 1);
      machine.set(10_000);
      expect(clock.doubt).toBeUndefined();
    }
  });
});

describe('a clock beside a log', () => {
  const most = (ms: number, rest: number): string[] => [at(ms), at(ms), at(ms), at(rest), at(rest)];

  it('lets nothing be recorded before the two are compared', () => {
    clock.awaitLog();
    expect(() => clock.assertMayRecord(at(0))).toThrow('has not been compared');
    expect(clock.compareWith([])).toBeUndefined();
    expect(() => clock.assertMayRecord(at(0))).not.toThrow();
  });

  it('is in doubt while most events are ahead of it, and is believed once it is set right', () => {
    clock.compareWith(most(DAY, -DAY));
    expect(() => clock.now()).toThrow(/most of the newest events .* LEDGER_TIMES_CHECKED_UNTIL/);
    machine.set(DAY);
    expect(clock.now()).toStrictEqual(machine.wall());
    machine.set(DAY);
    expect(() => clock.now()).toThrow('The clock was set forward');
  });

  it('is believed where a few events are ahead, whose streams get no more', () => {
    expect(clock.compareWith(most(-HOUR, 400 * DAY))).toBe(at(400 * DAY));
    expect(clock.now()).toStrictEqual(machine.wall());
    expect(() => clock.assertMayRecord(at(400 * DAY))).toThrow('ahead of the clock');
    expect(() => clock.assertMayRecord(at(4 * MINUTE))).not.toThrow();
  });

  it('is believed where an operator has looked at the times', () => {
    const looked = new SteadyClock(machine, at(400 * DAY));
    expect(looked.compareWith(most(400 * DAY, 0))).toBe(at(400 * DAY));
    expect(looked.now()).toStrictEqual(machine.wall());
    expect(() => looked.assertMayRecord(at(400 * DAY))).not.toThrow();
    expect(() => looked.assertMayRecord(at(401 * DAY))).toThrow('ahead of the clock');
  });

  it('passes over times that are none', () => {
    expect(clock.compareWith(['', 'yesterday', at(0), '2026-13-01T00:00:00Z'])).toBeUndefined();
    expect(clock.isSound).toBe(true);
  });
});
