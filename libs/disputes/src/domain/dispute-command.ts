import type { RecordArbitrationReport } from './decide/record-arbitration-report.js';
import type { RecordUpdate } from './decide/record-update.js';

/** Everything that can be asked of a dispute: one line for each file in `decide/`. */
export type DisputeCommand = RecordUpdate | RecordArbitrationReport;
