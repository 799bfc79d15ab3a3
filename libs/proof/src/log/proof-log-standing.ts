import { StoreUnavailableError, StreamDamagedError, UnknownPositionError } from '#libs/event-store';

/** The log is not the one whose checkpoints were signed. Nothing may be appended to it. */
export class CheckpointMismatchError extends StoreUnavailableError {
  constructor(finding: string, options?: ErrorOptions) {
    super(
      `${finding} Nothing is appended to such a log. Was an old backup restored, or the log changed? ` +
        'Put back the newest copy of the log with its key and checkpoint, and run `ledger verify`.',
      options,
    );
  }
}

/** What is tried again and again, so that its last outcome counts. */
type Work = 'reading' | 'signing';

/** What this process knows of its log: whether it may be signed, and appended to. */
export class ProofLogStanding {
  private readonly problems = new Map<Work, unknown>();
  private hasLoaded = false;
  private isUnsound = false;
  private report: (error: unknown) => void = () => undefined;

  /** Hears of each problem once, until another takes its place. */
  onProblem(report: (error: unknown) => void): void {
    this.report = report;
  }

  /** The log was read, and is the one that was signed. */
  load(): void {
    this.hasLoaded = true;
    this.succeed('reading');
  }

  /** It does not verify: that is for ever, until somebody has looked and started the process again. */
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

  /** What was signed wrongly is for ever, while what could not be signed is tried again. */
  get maySign(): boolean {
    const isElsewhere = this.problems.get('reading') instanceof CheckpointMismatchError;
    return this.hasLoaded && !this.isUnsound && !isElsewhere;
  }

  /** Why the log is not the one that was signed; undefined while nobody knows of a reason. */
  get mismatch(): string | undefined {
    if (this.isUnsound)
      return 'The log does not verify. Nothing is appended to such a log. Run `ledger verify`: it names the event.';
    for (const problem of this.problems.values())
      if (problem instanceof CheckpointMismatchError) return problem.message;
    return undefined;
  }

  /** @throws StoreUnavailableError while the log is not known to be the one that was signed. */
  assertSound(): void {
    const { mismatch } = this;
    if (mismatch !== undefined) throw new StoreUnavailableError(mismatch);
    if (!this.hasLoaded)
      throw new StoreUnavailableError('The log was not compared with its newest signed checkpoint yet.');
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** What tells that this is another log, although it was not compared. */
const mismatchIn = (cause: unknown): CheckpointMismatchError | undefined => {
  if (cause instanceof UnknownPositionError)
    return new CheckpointMismatchError('The log has nothing where this process has read an event.', {
      cause,
    });
  return cause instanceof StreamDamagedError
    ? new CheckpointMismatchError(cause.message, { cause })
    : undefined;
};
