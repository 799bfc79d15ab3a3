import type { BackupProgress } from '#libs/backup';
import { jsonLine } from '#libs/kernel';

export type ProgressForm = 'bar' | 'json' | 'none';

const REFRESH_MS = 200;

/** Writes how far a backup or restore is to standard error, so that standard output has only the result. */
export class BackupProgressReporter {
  private phase: BackupProgress['phase'] | undefined;
  private toldAt = -REFRESH_MS;

  constructor(
    private readonly form: ProgressForm,
    private readonly write: (text: string) => void,
  ) {}

  readonly tell = (progress: BackupProgress): void => {
    if (this.form === 'none') return;
    const { phase, done, total } = progress;
    const now = performance.now();
    if (phase === this.phase && done !== total && now - this.toldAt < REFRESH_MS) return;
    this.phase = phase;
    this.toldAt = now;
    const share = total === 0 ? 100 : Math.floor((100 * done) / total);
    this.write(
      this.form === 'json' ? `${jsonLine(progress)}\n` : `\r\u001B[K${phase} ${done}/${total}  ${share} %`,
    );
  };

  /** Clears the line. */
  end(): void {
    if (this.form === 'bar' && this.phase !== undefined) this.write('\r\u001B[K');
  }
}
