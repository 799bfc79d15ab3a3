import type { RecordedLedger } from './recorded-ledger.js';
import { RecordedLedger as Ledger } from './recorded-ledger.js';
import type { Run } from './recording.js';

/** A part of what the product answers, with a recording of its own. */
export interface Area {
  /** The name of its recording. */
  readonly name: string;
  /** Asks for everything there is, in an order that makes every position and revision the same in each run. */
  readonly play: (ledger: RecordedLedger) => Promise<void>;
}

/** Plays an area on a new ledger. */
export const played = async ({ play }: Area): Promise<Run> => {
  const ledger = await Ledger.create();
  try {
    await play(ledger);
    return ledger.run;
  } finally {
    await ledger.dispose();
  }
};
