import { join } from 'node:path';
import { EmbeddedEventStore } from '#libs/event-store';
import { runJson } from './processes.js';
import type { ReplayFigure } from './replay.main.js';
import { settings } from './settings.js';
import { fillLog } from './store-figures.js';
import type { Workplace } from './workplace.js';

/** A log of one size: a bare scan that only decodes, the projections from nothing, and a replay beside them. */
export interface ReplayFigures {
  readonly events: number;
  readonly scan: ReplayFigure;
  readonly project: ReplayFigure;
  readonly replay: ReplayFigure;
}

export const measureReplays = async (workplace: Workplace): Promise<readonly ReplayFigures[]> => {
  const figures: ReplayFigures[] = [];
  for (const events of settings.replayEvents) {
    const data = await workplace.directory('replay');
    const store = await EmbeddedEventStore.open(join(data, 'events.sqlite'));
    await fillLog(store, events);
    await store.close();
    const run = (what: string) => runJson<ReplayFigure>('replay.main.js', [what, data]);
    // The replay needs what the projections have made.
    figures.push({
      events,
      scan: await run('scan'),
      project: await run('project'),
      replay: await run('replay'),
    });
  }
  return figures;
};
