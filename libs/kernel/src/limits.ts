/** Every limit of the kernel, in one place. */
export const limits = {
  /** The first and the last millisecond of the years 100 to 9999, whose texts sort as time does. */
  firstMs: Date.UTC(100, 0, 1),
  lastMs: Date.UTC(9_999, 11, 31, 23, 59, 59, 999),
  /** Decimals of a second that are compared. More are rejected rather than cut off. */
  maxFractionDigits: 9,
  /** How far an instant may lie ahead of this machine's clock: another machine's may have recorded it. */
  clockSkewMs: 5_000,
} as const;
