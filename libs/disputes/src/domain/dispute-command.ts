import type { EscalateDispute } from './decide/escalate-dispute.js';
import type { GatherEvidence } from './decide/gather-evidence.js';
import type { OpenDeliveryDispute } from './decide/open-delivery-dispute.js';
import type { RecordArbitrationReport } from './decide/record-arbitration-report.js';
import type { RecordUpdate } from './decide/record-update.js';
import type { ResolveDispute } from './decide/resolve-dispute.js';
import type { RespondAsAdvertiser } from './decide/respond-as-advertiser.js';
import type { RespondAsOperator } from './decide/respond-as-operator.js';
import type { StartInvestigation } from './decide/start-investigation.js';
import type { WithdrawDispute } from './decide/withdraw-dispute.js';

/** Everything that can be asked of a dispute: one line for each file in `decide/`. */
export type DisputeCommand =
  | RecordUpdate
  | RecordArbitrationReport
  | OpenDeliveryDispute
  | StartInvestigation
  | GatherEvidence
  | RespondAsOperator
  | RespondAsAdvertiser
  | EscalateDispute
  | WithdrawDispute
  | ResolveDispute;
