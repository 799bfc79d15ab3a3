import type { LogPage } from '#libs/event-store';
import { limits } from './limits.js';
import type { ProjectionListener } from './projections.js';

/**
 * Tells a listener once when rows begin to be built, and once when they have what the log had then. Rows that
 * had nothing are said to be built at once; those that only follow are, when they are still behind after
 * `positionWaitMs`.
 */
export class RebuildReport {
  private readonly began = performance.now();
  private events = 0;
  private state: 'following' | 'building' | 'done';

  constructor(
    private readonly listener: ProjectionListener,
    private readonly from: { readonly position: bigint; readonly of: bigint },
  ) {
    this.state = from.position < from.of ? 'following' : 'done';
    if (from.position === 0n) this.begin();
  }

  /** Notes a page that was applied. */
  note({ events, position }: Pick<LogPage, 'events' | 'position'>): void {
    if (this.state === 'done') return;
    this.events += events.length;
    if (performance.now() - this.began >= limits.positionWaitMs) this.begin();
    if (position < this.from.of) return;
    if (this.state === 'building') {
      const ms = Math.round(performance.now() - this.began);
      this.listener.onRebuilt?.({ position, events: this.events, ms });
    }
    this.state = 'done';
  }

  private begin(): void {
    if (this.state !== 'following') return;
    this.state = 'building';
    this.listener.onRebuild?.(this.from);
  }
}
