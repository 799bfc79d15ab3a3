/** A place in a list by time, such as the end of a page. The position orders items of the same millisecond. */
export interface TimePlace {
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** The position in the log, which is unique. */
  readonly position: number;
}
