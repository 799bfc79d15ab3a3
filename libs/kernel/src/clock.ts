/** The port to the clock of the process that appends: time is an input, and never read by the domain. */
export abstract class Clock {
  /** @throws ClockInDoubtError while the time is not to be believed. */
  abstract now(): Date;
}

/** The clock contradicts the machine or the log. Nothing is recorded, judged or dated by it. */
export class ClockInDoubtError extends Error {
  /** What every caller may be told: a sentence or two that name no tenant. */
  readonly told: string;

  constructor(message: string, { told }: { readonly told: string }) {
    super(message);
    this.told = told;
  }
}
