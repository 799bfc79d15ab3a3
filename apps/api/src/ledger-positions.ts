import type { LogHead } from '#libs/event-store';
import { PositionSource } from '#libs/http';
import { type CurrentRows, ReadStoreUnavailableError, type Rebuilding } from '#libs/read-store';

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

  override async positionIfKnown(): Promise<bigint> {
    try {
      return await this.rows.position();
    } catch (error) {
      if (error instanceof ReadStoreUnavailableError) return 0n;
      throw error;
    }
  }

  override rebuilding(): Promise<Rebuilding | undefined> {
    return this.rows.rebuilding();
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
