/** The port to the clock of the process that appends: time is an input, and never read by the domain. */
export abstract class Clock {
  abstract now(): Date;
}
