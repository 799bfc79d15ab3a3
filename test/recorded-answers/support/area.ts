import { RecordedLedger } from './recorded-ledger.js';
import type { Run } from './recording.js';

/** A part of the product's answers, with a recording of its own. */
export interface Area {
  /** The name of its recording. */
  readonly name: string;
  /** Asks for everything in the area, in an order that gives every run the same positions and revisions. */
  readonly play: (ledger: RecordedLedger) => Promise<void>;
}

/** Plays an area on a new ledger. */
export const played = async ({ play }: Area): Promise<Run> => {
  const ledger = await RecordedLedger.create();
  try {
    await play(ledger);
    return ledger.run;
  } finally {
    await ledger.dispose();
  }
};
