import { Worker } from 'node:worker_threads';

export interface ThreadListener<News> {
  onNews(news: News): void;
  /** What nobody caught. The thread ends with it. */
  onError(error: unknown): void;
}

/** A thread of this process with connections of its own, so that its work keeps no request waiting. */
export class WorkerThread<News> {
  readonly ended: Promise<void>;
  private readonly worker: Worker;

  constructor(script: URL, workerData: unknown, listener: ThreadListener<News>) {
    this.worker = new Worker(script, { workerData });
    this.worker.on('message', (news: News) => {
      listener.onNews(news);
    });
    this.worker.on('error', (error) => {
      listener.onError(error);
    });
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()));
  }

  /** Tells it to stop, and waits until it has. */
  async stop(): Promise<void> {
    this.worker.postMessage(STOP);
    await this.ended;
  }
}

/** The one thing that a thread is told after its start. */
const STOP = 'stop';
