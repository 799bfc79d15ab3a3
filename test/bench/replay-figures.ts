import { join } from 'node:path';
import { EmbeddedEventStore } from '#libs/event-store';
import { registerInstitution } from './bare-route.js';
import { runJson } from './processes.js';
import type { ReplayFigure } from './replay.main.js';
import { settings } from './settings.js';
import { fillDispute, fillLog } from './store-figures.js';
import { progress, type Workplace } from './workplace.js';

/** Figures of a log of one size: a scan that only decodes, the projections from empty, and then a replay. */
export interface ReplayFigures {
  readonly events: number;
  readonly scan: ReplayFigure;
  readonly project: ReplayFigure;
  readonly replay: ReplayFigure;
  /** The measured ledger with its read models, for further measurements. */
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
    // The replay compares its rows with those of the projections, so it runs after them.
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

/** Writes a log with many short disputes and a long one. */
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
