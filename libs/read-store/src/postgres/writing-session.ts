import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Client } from 'pg';
import { limits } from '../limits.js';
import { ReadStoreUnavailableError } from '../read-store-unavailable-error.js';
import type { WriterLock } from '../writer-lock.js';
import { connectionTo, guarded, unavailable } from './postgres-client.js';

/** One lock per schema, so that two ledgers may share a database. */
const TRY_LOCK = `select pg_try_advisory_lock(hashtextextended('dispute-ledger projections ' || current_schema(), 0)) as held`;

/** Makes the server end a silent session, and probe by TCP for a machine that is gone. */
const BE_HEARD_OF = `
  set idle_session_timeout = ${limits.silenceMs};
  set idle_in_transaction_session_timeout = ${limits.silenceMs};
  set tcp_keepalives_idle = 1;
  set tcp_keepalives_interval = 1;
  set tcp_keepalives_count = 3;
  set tcp_user_timeout = ${limits.silenceMs}`;

interface Turn {
  readonly session: Client;
  readonly over: AbortController;
  readonly heartbeat: NodeJS.Timeout;
  isBusy: boolean;
}

/**
 * The one session that may write. It holds the advisory lock and carries every write, so that both end
 * together: PostgreSQL passes the lock on once this session is gone, and a session that is gone commits
 * nothing. The server ends the session of a writer that hangs, because it sends no heartbeat (decision 0010).
 */
export class WritingSession implements PostgresPool, WriterLock {
  private turn: Turn | undefined;

  constructor(private readonly url: string) {}

  async acquire(stopping: AbortSignal, onOthersTurn: () => void): Promise<AbortSignal> {
    this.endTurn();
    const session = await this.connected();
    try {
      while (!(await isLocked(session))) {
        onOthersTurn();
        await pause(limits.lockPollMs, undefined, { signal: stopping });
      }
    } catch (error) {
      cutOff(session);
      throw stopping.aborted ? error : unavailable(error);
    }
    return this.beginTurn(session);
  }

  /**
   * Returns the session of the turn.
   *
   * @throws ReadStoreUnavailableError when it is not this process's turn.
   */
  connect(): Promise<PostgresPoolClient> {
    const { turn } = this;
    if (turn === undefined)
      return Promise.reject(
        new ReadStoreUnavailableError("It is not this process's turn to write the read models."),
      );
    turn.isBusy = true;
    return Promise.resolve(
      guarded(turn.session, (outage) => {
        turn.isBusy = false;
        if (outage !== undefined) this.endTurn(turn);
      }),
    );
  }

  async end(): Promise<void> {
    const { turn } = this;
    if (turn === undefined) return;
    clearInterval(turn.heartbeat);
    // PostgreSQL releases the lock of a session that is ended properly at once.
    await turn.session.end().catch(() => undefined);
    this.endTurn(turn);
  }

  private async connected(): Promise<Client> {
    const session = new Client({
      ...connectionTo(this.url, 'dispute-ledger projections'),
      query_timeout: limits.writingStatementMs,
    });
    // Without a listener the error would end the process. The running statement and the end of the turn
    // report it.
    session.on('error', () => undefined);
    try {
      await session.connect();
      await session.query(BE_HEARD_OF);
      return session;
    } catch (error) {
      cutOff(session);
      throw unavailable(error);
    }
  }

  private beginTurn(session: Client): AbortSignal {
    const over = new AbortController();
    const heartbeat = setInterval(() => void this.beat(turn), limits.heartbeatMs);
    const turn: Turn = { session, over, heartbeat, isBusy: false };
    this.turn = turn;
    session.once('end', () => {
      this.endTurn(turn);
    });
    return over.signal;
  }

  /** Sends a heartbeat, and ends the turn if the server does not answer. A running batch needs none. */
  private async beat({ session, isBusy }: Turn): Promise<void> {
    if (isBusy) return;
    const isAlive = await Promise.race([
      session.query('select 1').then(
        () => true,
        () => false,
      ),
      pause(limits.silenceMs, false, { ref: false }),
    ]);
    if (!isAlive && this.turn?.session === session) this.endTurn(this.turn);
  }

  private endTurn(turn = this.turn): void {
    if (turn === undefined) return;
    if (this.turn === turn) this.turn = undefined;
    clearInterval(turn.heartbeat);
    cutOff(turn.session);
    turn.over.abort(new ReadStoreUnavailableError('This process no longer writes the read models.'));
  }
}

const isLocked = async (session: Client): Promise<boolean> => {
  const { rows } = await session.query<{ held: boolean }>(TRY_LOCK);
  return rows[0]?.held === true;
};

/** Ends the session without waiting: `pg` abandons a running statement and accepts no further one. */
const cutOff = (session: Client): void => {
  void session.end().catch(() => undefined);
};
