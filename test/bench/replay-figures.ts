import { join } from 'node:path';
import { EmbeddedEventStore } from '#libs/event-store';
import { registerInstitution } from './bare-route.js';
import { runJson } from './processes.js';
import type { ReplayFigure } from './replay.main.js';
import { settings } from './settings.js';
import { fillDispute, fillLog } from './store-figures.js';
import { progress, type Workplace } from './workplace.js';

/** A log of one size: a bare scan that only decodes, the projections from nothing, and a replay beside them. */
export interface ReplayFigures {
  readonly events: number;
  readonly scan: ReplayFigure;
  readonly project: ReplayFigure;
  readonly replay: ReplayFigure;
  /** The ledger that was measured, with its read models built, for whoever measures more of it. */
  readonly ledger: BuiltLedger;
}

export interface BuiltLedger {
  readonly data: string;
  readonly auditorKey: string;
  readonly longDispute: string;
}

const LONG_DISPUTE = 'long';

export const measureReplays = async (workplace: Workplace): Promise<readonly ReplayFigures[]> => {
  const figures: ReplayFigures[] = [];
  for (const events of settings.replayEvents) {
    progress(`  ${events} events`);
    const ledger = await fillLedger(workplace, events);
    const run = (what: string) => runJson<ReplayFigure>('replay.main.js', [what, ledger.data]);
    // The replay needs what the projections have made.
    figures.push({
      events,
      scan: await run('scan'),
      project: await run('project'),
      replay: await run('replay'),
      ledger,
    });
  }
  return figures;
};

/** Many short disputes, and a long one. */
const fillLedger = async (workplace: Workplace, events: number): Promise<BuiltLedger> => {
  const data = await workplace.directory('replay');
  const { auditorKey } = await registerInstitution(data, workplace.institution);
  const store = await EmbeddedEventStore.open(join(data, 'events.sqlite'));
  const long = Math.min(settings.longestDispute, events / 2);
  await fillLog(store, events - long);
  await fillDispute(store, LONG_DISPUTE, long);
  await store.close();
  return { data, auditorKey, longDispute: LONG_DISPUTE };
};
