import { Worker } from 'node:worker_threads';
import { GO_ON, STOP } from './thread-messages.js';

export interface ThreadListener<News> {
  onNews(news: News): void;
  /** An error that nothing caught. The thread ends with it. */
  onError(error: unknown): void;
}

/** A thread of this process, with connections of its own, whose work keeps no request waiting. */
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

  /** Asks the thread to stop, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.worker.postMessage(STOP);
    await this.ended;
  }

  /** Lets the thread go on that waits (`untilReleased`). */
  release(): void {
    this.worker.postMessage(GO_ON);
  }
}
