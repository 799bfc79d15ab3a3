/** The writer's clock, as a port: time is an input. */
export abstract class Clock {
  abstract now(): Date;
}
