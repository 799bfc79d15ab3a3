import type { AssignReason } from './decide/assign-reason.js';
import type { AssignResolution } from './decide/assign-resolution.js';
import type { CancelInvoiceDispute } from './decide/cancel-invoice-dispute.js';
import type { CloseInvoiceDispute } from './decide/close-invoice-dispute.js';
import type { EscalateDispute } from './decide/escalate-dispute.js';
import type { GatherEvidence } from './decide/gather-evidence.js';
import type { LapseReservation } from './decide/lapse-reservation.js';
import type { OpenDeliveryDispute } from './decide/open-delivery-dispute.js';
import type { OpenInvoiceDispute } from './decide/open-invoice-dispute.js';
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
  | ResolveDispute
  | OpenInvoiceDispute
  | AssignReason
  | AssignResolution
  | CloseInvoiceDispute
  | CancelInvoiceDispute
  | LapseReservation;
