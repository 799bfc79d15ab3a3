import { setTimeout as pause } from 'node:timers/promises';
import { type HeldStream, InDoubtError } from '#libs/event-store';
import { type ProjectionListener, Projections, type RebuildBegun, type RebuildDone } from '#libs/read-store';
import type { ThreadStores } from '../threads/inside-thread.js';
import { WorkerThread } from '../threads/worker-thread.js';

/** A message of the projection thread. Errors lose their class between threads, so they are sent as text. */
export type ProjectionNews =
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** What may be told of a log that is in doubt; undefined for any other failure. */
      readonly doubt?: string;
    }
  | { readonly kind: 'held'; readonly held: HeldStream }
  | { readonly kind: 'other-log'; readonly reason: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'rebuild'; readonly rebuild: RebuildBegun }
  | { readonly kind: 'rebuilt'; readonly rebuild: RebuildDone };

const RESTART_PAUSE_MS = 1_000;

/**
 * The projections on a thread of their own, with connections of their own: on the thread that answers
 * requests they took a fifth of its time (decision 0006). A thread that dies is started again. It leaves
 * nothing half-written, because a batch is one transaction with its checkpoint.
 */
export class ProjectionThread extends Projections {
  private thread: WorkerThread<ProjectionNews>;
  private isFailing = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly stores: ThreadStores,
    private readonly listener: ProjectionListener,
  ) {
    super();
    this.thread = this.startThread();
  }

  override get isHealthy(): boolean {
    return !this.isFailing;
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    await this.thread.stop();
  }

  private startThread(): WorkerThread<ProjectionNews> {
    const thread = new WorkerThread<ProjectionNews>(
      new URL('./projection-thread.worker.js', import.meta.url),
      this.stores,
      {
        onNews: (news) => {
          this.hear(news);
        },
        onError: (error) => {
          this.fail(error);
        },
      },
    );
    void thread.ended.then(() => this.startAgain());
    return thread;
  }

  private async startAgain(): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return;
    this.fail(new Error('The projection thread ended.'));
    const isStopped = await pause(RESTART_PAUSE_MS, false, { signal, ref: false }).catch(() => true);
    if (!isStopped) this.thread = this.startThread();
  }

  private hear(news: ProjectionNews): void {
    switch (news.kind) {
      case 'failed':
        this.fail(errorOf(news));
        return;
      case 'held':
        this.listener.onHeld?.(news.held);
        return;
      case 'other-log':
        this.listener.onOtherLog?.(news.reason);
        return;
      case 'rebuild':
        this.listener.onRebuild?.(news.rebuild);
        return;
      case 'rebuilt':
        this.listener.onRebuilt?.(news.rebuild);
        return;
      case 'running':
        if (this.isFailing) this.listener.onRecovery?.();
        this.isFailing = false;
    }
  }

  private fail(error: unknown): void {
    this.isFailing = true;
    this.listener.onFailure(error);
  }
}

const errorOf = ({ reason, doubt }: Extract<ProjectionNews, { readonly kind: 'failed' }>): Error =>
  doubt === undefined ? new Error(reason) : new InDoubtError(reason, { told: doubt });
