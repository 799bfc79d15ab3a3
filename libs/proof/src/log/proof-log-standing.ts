import {
  InDoubtError,
  OtherLogError,
  StoreUnavailableError,
  StreamDamagedError,
  UnknownPositionError,
} from '#libs/event-store';

const ADVICE =
  'Was an old backup restored, or the log changed? ' +
  'Put back the newest copy of the log with its key and checkpoint, and run `ledger verify`.';

const TOLD =
  'The log is not the one that was signed. Nothing is recorded or exported until the operator has looked.';

/** The error for a log that is not the one whose checkpoints were signed. Every append to it is rejected. */
export class CheckpointMismatchError extends InDoubtError {
  constructor(finding: string, { advice = ADVICE, ...options }: ErrorOptions & { advice?: string } = {}) {
    super(`${finding} Nothing is appended to such a log. ${advice}`, { ...options, told: TOLD });
  }
}

/** Work that is retried until the process stops, so that only its last outcome counts. */
type Work = 'reading' | 'signing';

/** The doubt about a log of which it is only known that it does not verify. */
const unverified = (): InDoubtError =>
  new InDoubtError('The log does not verify.', {
    told: 'The log does not verify. Nothing is recorded or exported until the operator has looked.',
  });

/** What this process knows about its log, and so whether the log may be signed and appended to. */
export class ProofLogStanding {
  private readonly problems = new Map<Work, unknown>();
  private hasLoaded = false;
  /** The first finding that the log is not as it was written. */
  private unsound: InDoubtError | undefined;
  /** Why the files that are open are not the log any more. */
  private astray: InDoubtError | undefined;
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

  /**
   * Records that the log is not as it was written, and reports the first finding. Only a restart clears this,
   * after somebody has looked.
   */
  markUnsound(finding: InDoubtError = unverified()): void {
    if (this.unsound !== undefined) return;
    this.unsound = finding;
    this.report(finding);
  }

  /**
   * Records that the open files are not the log any more, and reports it; or, with undefined, that they are
   * again.
   */
  markAstray(finding: InDoubtError | undefined): void {
    const isKnown = this.astray?.message === finding?.message;
    this.astray = finding;
    if (finding !== undefined && !isKnown) this.report(finding);
  }

  get isAstray(): boolean {
    return this.astray !== undefined;
  }

  fail(work: Work, error: unknown): void {
    const problem = mismatchIn(error) ?? error;
    const known = this.problems.get(work);
    this.problems.set(work, problem);
    // Signing also fails while the clock is in doubt, which says nothing about the log.
    const isOfLog = work === 'reading' && !(problem instanceof CheckpointMismatchError);
    if (isOfLog && problem instanceof InDoubtError) this.unsound ??= problem;
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
    return this.hasLoaded && this.problems.size === 0 && this.doubt === undefined;
  }

  /** Whether checkpoints may be signed. A failure is retried; a log that does not match is not signed. */
  get maySign(): boolean {
    const isElsewhere = this.problems.get('reading') instanceof CheckpointMismatchError;
    return this.hasLoaded && this.doubt === undefined && !isElsewhere;
  }

  /**
   * Why the log is known not to be the one that was signed, or not as it was written; undefined while no
   * reason is known. Names no tenant.
   */
  get mismatch(): string | undefined {
    if (this.astray !== undefined) return this.astray.message;
    if (this.unsound !== undefined) return `${this.unsound.told} Run \`ledger verify\`: it names the event.`;
    return this.elsewhere?.message;
  }

  /**
   * Rejects an append or an export while the log is in doubt.
   *
   * @throws InDoubtError with the reason, if the log is known not to be as it was written and signed.
   * @throws StoreUnavailableError until the log has been compared with what was signed.
   */
  assertSound(): void {
    const doubt = this.doubt ?? this.elsewhere;
    if (doubt !== undefined) throw doubt;
    if (!this.hasLoaded)
      throw new StoreUnavailableError('The log has not been compared with its newest signed checkpoint yet.');
  }

  private get doubt(): InDoubtError | undefined {
    return this.astray ?? this.unsound;
  }

  private get elsewhere(): CheckpointMismatchError | undefined {
    return [...this.problems.values()].find((problem) => problem instanceof CheckpointMismatchError);
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
