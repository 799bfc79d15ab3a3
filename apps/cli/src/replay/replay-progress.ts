import { jsonLine } from '#libs/kernel';
import type { ReplayProgress } from '#libs/read-store';

export type ProgressForm = 'bar' | 'json' | 'none';

const REFRESH_MS = 200;
const BAR_WIDTH = 30;
const TITLES: Readonly<Record<ReplayProgress['phase'], string>> = {
  rebuilding: 'rebuilding',
  comparing: 'comparing ',
  swapping: 'swapping  ',
  removing: 'cleaning  ',
};

interface Told extends ReplayProgress {
  /** Events or rows per second since the phase began. */
  readonly ratePerSecond: number;
  readonly etaSeconds: number | null;
}

/** Writes progress to standard error, so that standard output has only the result. */
export class ReplayProgressReporter {
  private phase: ReplayProgress['phase'] | undefined;
  private phaseStart = 0;
  private phaseDone = 0;
  private toldAt = -REFRESH_MS;

  constructor(
    private readonly form: ProgressForm,
    private readonly write: (text: string) => void,
  ) {}

  readonly tell = (progress: ReplayProgress): void => {
    if (this.form === 'none') return;
    const now = performance.now();
    const isNewPhase = progress.phase !== this.phase;
    if (isNewPhase) [this.phase, this.phaseStart, this.phaseDone] = [progress.phase, now, progress.done];
    const isComplete = progress.done === progress.total;
    if (!isNewPhase && !isComplete && now - this.toldAt < REFRESH_MS) return;
    this.toldAt = now;
    const told = this.withRate(progress, now);
    this.write(this.form === 'json' ? `${jsonLine(told)}\n` : `\r\u001B[K${lineOf(told)}`);
  };

  /** Clears the line with the bar. */
  end(): void {
    if (this.form === 'bar' && this.phase !== undefined) this.write('\r\u001B[K');
  }

  private withRate(progress: ReplayProgress, now: number): Told {
    const seconds = (now - this.phaseStart) / 1_000;
    const ratePerSecond = seconds > 0 ? Math.round((progress.done - this.phaseDone) / seconds) : 0;
    const isKnown = progress.total !== null && ratePerSecond > 0;
    const etaSeconds = isKnown ? Math.ceil((progress.total - progress.done) / ratePerSecond) : null;
    return { ...progress, ratePerSecond, etaSeconds };
  }
}

const lineOf = ({ phase, done, total, ratePerSecond, etaSeconds }: Told): string => {
  const rate = `${ratePerSecond}/s`;
  if (total === null) return `${TITLES[phase]} ${done}  ${rate}`;
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}`;
  const eta = etaSeconds === null ? '' : `  ${etaSeconds} s left`;
  return `${TITLES[phase]} [${bar}] ${Math.floor(share * 100)} %  ${done}/${total}  ${rate}${eta}`;
};
