import type { ProjectionListener } from './projections.js';
import type { ReadStore } from './read-store.js';

/** Tells the listener of each stream that is held back, once. */
export class HeldNews {
  private readonly told = new Set<string>();

  constructor(
    private readonly readStore: Pick<ReadStore, 'held'>,
    private readonly listener: ProjectionListener,
  ) {}

  async tell(): Promise<void> {
    const held = await this.readStore.held();
    for (const stream of held) {
      const place = `${stream.stream} ${stream.position ?? ''}`;
      if (this.told.has(place)) continue;
      this.told.add(place);
      this.listener.onHeld?.(stream);
    }
  }
}
