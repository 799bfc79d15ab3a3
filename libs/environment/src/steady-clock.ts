import { uptime } from 'node:os';
import { Clock, ClockInDoubtError, instantText, isInstant, lastMsBy, msOf } from '#libs/kernel';
import { limits } from './limits.js';

/** The clocks of a machine. Those that count do so in milliseconds. */
export interface TimeSources {
  /** The time of day, which somebody or something can set. */
  wall(): Date;
  /** Never set, and stands still while a machine sleeps (CLOCK_MONOTONIC) where the platform has it so. */
  monotonic(): number;
  /** How long the machine has been up, the time that it slept included (CLOCK_BOOTTIME). */
  uptime(): number;
}

const machineTime: TimeSources = {
  wall: () => new Date(),
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1_000,
};

type Reading = Readonly<Record<keyof TimeSources, number>>;

/**
 * The machine's clock, which is not believed when it contradicts the machine's other clocks or the log. While
 * it is in doubt nobody gets a time from it, so nothing is recorded, no token is judged and no day is today.
 */
export class SteadyClock extends Clock {
  private base: Reading;
  /** The time that most of the newest events of the log had been recorded by. */
  private loggedMs = Number.NEGATIVE_INFINITY;
  private awaitsLog = false;
  private wasBehind = false;
  private readonly checkedUntilMs: number;

  /** @param checkedUntil times up to this instant are believed, because an operator has looked at them. */
  constructor(
    private readonly sources: TimeSources = machineTime,
    checkedUntil?: string,
  ) {
    super();
    this.checkedUntilMs = checkedUntil === undefined ? Number.NEGATIVE_INFINITY : lastMsBy(checkedUntil);
    this.base = this.read();
  }

  /** @throws ClockInDoubtError while the clock is in doubt. */
  override now(): Date {
    const { doubt } = this;
    if (doubt !== undefined) throw doubt;
    return this.sources.wall();
  }

  /** Why the clock is not believed now; undefined while it is. */
  get doubt(): ClockInDoubtError | undefined {
    const wall = this.wallMs();
    if (wall + limits.clockToleranceMs < this.loggedMs && this.loggedMs > this.checkedUntilMs) {
      this.wasBehind = true;
      return behind(wall, this.loggedMs);
    }
    // A clock that was behind its log was wrong from the start, and is set right by a jump.
    if (this.wasBehind) this.trust();
    const jumpMs = this.jumpMs();
    if (jumpMs !== 0) return jumped(jumpMs);
    if (this.sources.monotonic() - this.base.monotonic > limits.clockRebaseMs) this.trust();
    return undefined;
  }

  /** Whether the clock is believed, and has been compared with the log where that was asked for. */
  get isSound(): boolean {
    return !this.awaitsLog && this.doubt === undefined;
  }

  /** Lets nothing be recorded until `compareWith` has been called: the log cannot be read yet. */
  awaitLog(): void {
    this.awaitsLog = true;
  }

  /**
   * Compares the clock with the times of the newest events. Where most of them are ahead of it, the clock is
   * in doubt; a few are not believed, since a jump of the clock leaves such events behind. Returns the newest
   * time if it is ahead.
   */
  compareWith(recordedAt: readonly string[]): string | undefined {
    const times = recordedAt.filter(isInstant).toSorted();
    this.awaitsLog = false;
    const middle = times[Math.floor((times.length - 1) / 2)];
    if (middle !== undefined) this.loggedMs = lastMsBy(middle);
    const newest = times.at(-1);
    return newest !== undefined && this.isAhead(newest) ? newest : undefined;
  }

  /**
   * Rejects an event while the clock is in doubt, and one that would be recorded in the future: a stream whose
   * last event is there keeps its time, and questions about now would not show what is added.
   *
   * @throws ClockInDoubtError with the reason, and until the clock has been compared with the log.
   */
  assertMayRecord(recordedAt: string): void {
    const { doubt } = this;
    if (doubt !== undefined) throw doubt;
    if (this.awaitsLog)
      throw new ClockInDoubtError('The clock has not been compared with the times of the log yet.', {
        told: TOLD,
      });
    if (!this.isAhead(recordedAt) || msOf(recordedAt) <= this.checkedUntilMs) return;
    throw new ClockInDoubtError(
      `The stream's last event was recorded at ${recordedAt}, ahead of the clock.`,
      {
        told: `What this would be added to was last changed at ${recordedAt}, ahead of the clock. The operator has to look.`,
      },
    );
  }

  private isAhead(recordedAt: string): boolean {
    return msOf(recordedAt) > this.wallMs() + limits.clockToleranceMs;
  }

  /** Returns by how much the clock was set, within the tolerance 0. The machine may have slept meanwhile. */
  private jumpMs(): number {
    const wall = this.wallMs() - this.base.wall;
    const awake = this.sources.monotonic() - this.base.monotonic;
    if (wall < awake - limits.clockToleranceMs) return wall - awake;
    if (wall <= awake + limits.clockToleranceMs) return 0;
    // Asked only now: on Linux this reads a file.
    const up = Math.max(awake, this.sources.uptime() - this.base.uptime);
    return wall <= up + limits.clockToleranceMs ? 0 : wall - up;
  }

  private wallMs(): number {
    return this.sources.wall().getTime();
  }

  private trust(): void {
    this.base = this.read();
    this.wasBehind = false;
  }

  private read(): Reading {
    const { sources } = this;
    return { wall: this.wallMs(), monotonic: sources.monotonic(), uptime: sources.uptime() };
  }
}

const TOLD =
  'The clock of the ledger is in doubt. Nothing is recorded, exported or dated until it is right or the operator has looked.';

const jumped = (ms: number): ClockInDoubtError => {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const which = `The clock was set ${ms > 0 ? 'forward' : 'back'} by ${minutes} minutes`;
  const advice = 'Set it right, or, if it is right now, start the ledger again.';
  return new ClockInDoubtError(`${which} while the ledger was running. ${advice}`, { told: TOLD });
};

const behind = (wall: number, loggedMs: number): ClockInDoubtError =>
  new ClockInDoubtError(
    `The clock says ${instantText(wall)}, but most of the newest events were recorded by ` +
      `${instantText(loggedMs)}. Set the clock right; if it is, see LEDGER_TIMES_CHECKED_UNTIL.`,
    { told: TOLD },
  );
