import {
  OtherLogError,
  StoreUnavailableError,
  StreamDamagedError,
  UnknownPositionError,
} from '#libs/event-store';

const ADVICE =
  'Was an old backup restored, or the log changed? ' +
  'Put back the newest copy of the log with its key and checkpoint, and run `ledger verify`.';

/** The error for a log that is not the one whose checkpoints were signed. Every append to it is rejected. */
export class CheckpointMismatchError extends StoreUnavailableError {
  constructor(finding: string, { advice = ADVICE, ...options }: ErrorOptions & { advice?: string } = {}) {
    super(`${finding} Nothing is appended to such a log. ${advice}`, options);
  }
}

/** Work that is retried until the process stops, so that only its last outcome counts. */
type Work = 'reading' | 'signing';

/** What this process knows about its log, and so whether the log may be signed and appended to. */
export class ProofLogStanding {
  private readonly problems = new Map<Work, unknown>();
  private hasLoaded = false;
  private isUnsound = false;
  private report: (error: unknown) => void = () => undefined;

  /** Sets the function that is called when a problem appears, and when its message changes. */
  onProblem(report: (error: unknown) => void): void {
    this.report = report;
  }

  /** Records that the log was read and matches its signed checkpoints. */
  load(): void {
    this.hasLoaded = true;
    this.succeed('reading');
  }

  /** Records that the log does not verify. Only a restart clears this, after somebody has looked. */
  markUnsound(): void {
    this.isUnsound = true;
  }

  fail(work: Work, error: unknown): void {
    const problem = mismatchIn(error) ?? error;
    const known = this.problems.get(work);
    this.problems.set(work, problem);
    if (known === undefined || textOf(known) !== textOf(problem)) this.report(error);
  }

  succeed(work: Work): void {
    this.problems.delete(work);
  }

  hasFailed(work: Work): boolean {
    return this.problems.has(work);
  }

  get isLoaded(): boolean {
    return this.hasLoaded;
  }

  get isHealthy(): boolean {
    return this.hasLoaded && this.problems.size === 0 && !this.isUnsound;
  }

  /** Whether checkpoints may be signed. A failure is retried; a log that does not match is not signed. */
  get maySign(): boolean {
    const isElsewhere = this.problems.get('reading') instanceof CheckpointMismatchError;
    return this.hasLoaded && !this.isUnsound && !isElsewhere;
  }

  /** Why the log is known not to be the one that was signed; undefined while no reason is known. */
  get mismatch(): string | undefined {
    if (this.isUnsound)
      return 'The log does not verify. Nothing is appended to such a log. Run `ledger verify`: it names the event.';
    for (const problem of this.problems.values())
      if (problem instanceof CheckpointMismatchError) return problem.message;
    return undefined;
  }

  /** @throws StoreUnavailableError until the log is known to be the one that was signed. */
  assertSound(): void {
    const { mismatch } = this;
    if (mismatch !== undefined) throw new StoreUnavailableError(mismatch);
    if (!this.hasLoaded)
      throw new StoreUnavailableError('The log has not been compared with its newest signed checkpoint yet.');
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** Returns the mismatch that an error of the store amounts to, although no checkpoint was compared. */
const mismatchIn = (cause: unknown): CheckpointMismatchError | undefined => {
  if (cause instanceof UnknownPositionError || cause instanceof OtherLogError)
    return new CheckpointMismatchError('The log has nothing where this process has read an event.', {
      cause,
    });
  return cause instanceof StreamDamagedError
    ? new CheckpointMismatchError(cause.message, { cause })
    : undefined;
};
