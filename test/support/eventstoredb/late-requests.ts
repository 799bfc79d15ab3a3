import type { AppendRequest } from './messages.js';

/** Test code: appends that are still on their way when their client has given up. */
export class LateRequests {
  private readonly held: AppendRequest[] = [];

  hold(request: AppendRequest): void {
    this.held.push(request);
  }

  /** Takes out what is held for the stream, in the order in which it was sent. */
  takeFor(stream: string): readonly AppendRequest[] {
    const taken = this.held.filter((request) => request.stream === stream);
    for (const request of taken) this.held.splice(this.held.indexOf(request), 1);
    return taken;
  }

  takeAll(): readonly AppendRequest[] {
    return this.held.splice(0);
  }
}
