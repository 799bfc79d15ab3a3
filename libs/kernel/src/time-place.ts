/** A place on an axis of time on which several things may share an instant, such as the end of a page of a list. */
export interface TimePlace {
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** The place in the whole log, which is unique. */
  readonly position: number;
}
