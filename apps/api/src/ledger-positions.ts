import type { LogHead } from '#libs/event-store';
import { PositionSource } from '#libs/http';
import type { CurrentRows } from '#libs/read-store';

/** The positions of this process's stores. */
export class LedgerPositions extends PositionSource {
  constructor(
    private readonly rows: CurrentRows,
    private readonly head: LogHead,
  ) {
    super();
  }

  override position(): Promise<bigint> {
    return this.rows.position();
  }

  override hasReached(position: bigint): Promise<boolean> {
    return this.rows.hasReached(position);
  }

  override showLog(): Promise<boolean> {
    return this.rows.showLog();
  }

  override endBefore(position: bigint): Promise<bigint | undefined> {
    return this.head.endBefore(position);
  }
}
