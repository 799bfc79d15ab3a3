import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Environment } from '#libs/environment';
import { type ProjectionListener, Projections } from '#libs/read-store';

/** What the thread is told when it starts. */
export type ProjectedFiles = Pick<Environment, 'dataDirectory'>;

/** What the thread tells. Errors lose their class on the way, so they go as text. */
export type ProjectionNews =
  { readonly kind: 'failed'; readonly reason: string } | { readonly kind: 'running' };

const RESTART_PAUSE_MS = 1_000;

/**
 * The projections on a thread of their own, with connections of their own: they took a fifth of the thread that
 * answers requests. A thread that dies is started again; its batch was in one transaction with its checkpoint.
 */
export class ProjectionThread extends Projections {
  private worker: Worker;
  private ending: Promise<void>;
  private isFailing = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly files: ProjectedFiles,
    private readonly listener: ProjectionListener,
  ) {
    super();
    [this.worker, this.ending] = this.startThread();
  }

  override get isHealthy(): boolean {
    return !this.isFailing;
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    this.worker.postMessage('stop');
    await this.ending;
  }

  private startThread(): [Worker, Promise<void>] {
    const worker = new Worker(new URL('./projection-thread.worker.js', import.meta.url), {
      workerData: this.files,
    });
    worker.on('message', (news: ProjectionNews) => {
      this.hear(news);
    });
    worker.on('error', (error) => {
      this.fail(error);
    });
    const ending = new Promise<void>((resolve) => worker.once('exit', resolve));
    void ending.then(() => this.startAgain());
    return [worker, ending];
  }

  private async startAgain(): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return;
    this.fail(new Error('The thread of the projections ended.'));
    const isStopped = await pause(RESTART_PAUSE_MS, false, { signal, ref: false }).catch(() => true);
    if (!isStopped) [this.worker, this.ending] = this.startThread();
  }

  private hear(news: ProjectionNews): void {
    if (news.kind === 'failed') {
      this.fail(new Error(news.reason));
      return;
    }
    if (this.isFailing) this.listener.onRecovery?.();
    this.isFailing = false;
  }

  private fail(error: unknown): void {
    this.isFailing = true;
    this.listener.onFailure(error);
  }
}
