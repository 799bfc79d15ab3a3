import { closeSync, openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Clock } from '#libs/kernel';

const START = Date.UTC(2025, 5, 2, 9);
const PRELOADED = fileURLToPath(new URL('preloaded-clock.cjs', import.meta.url));

/** The clock of a recording, which every process of the ledger reads from a file. */
export class PresetClock extends Clock {
  private readonly descriptor: number;
  private ms = START;

  constructor(private readonly file: string) {
    super();
    this.descriptor = openSync(file, 'w');
    this.write();
  }

  /** The environment that puts a process on this clock. */
  get variables(): Record<string, string> {
    return { NODE_OPTIONS: `--require=${JSON.stringify(PRELOADED)}`, PRESET_CLOCK_FILE: this.file };
  }

  override now(): Date {
    return new Date(this.ms);
  }

  advance(ms: number): void {
    this.ms += ms;
    this.write();
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** Overwrites in place, because a reader must never find the file empty. */
  private write(): void {
    writeSync(this.descriptor, String(this.ms), 0);
  }
}
