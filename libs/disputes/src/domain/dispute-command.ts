import type { AssignReason } from './invoice/assign-reason.js';
import type { AssignResolution } from './invoice/assign-resolution.js';
import type { CancelInvoiceDispute } from './invoice/cancel-invoice-dispute.js';
import type { CloseInvoiceDispute } from './invoice/close-invoice-dispute.js';
import type { EscalateDispute } from './delivery/escalate-delivery-dispute.js';
import type { GatherEvidence } from './delivery/gather-delivery-evidence.js';
import type { LapseReservation } from './invoice/lapse-reservation.js';
import type { OpenDeliveryDispute } from './delivery/open-delivery-dispute.js';
import type { OpenInvoiceDispute } from './invoice/open-invoice-dispute.js';
import type { RecordArbitrationReport } from './odr/record-arbitration-report.js';
import type { RecordUpdate } from './odr/record-update.js';
import type { ResolveDispute } from './delivery/resolve-delivery-dispute.js';
import type { RespondAsAdvertiser } from './delivery/respond-as-advertiser.js';
import type { RespondAsOperator } from './delivery/respond-as-operator.js';
import type { StartInvestigation } from './delivery/start-delivery-investigation.js';
import type { WithdrawDispute } from './delivery/withdraw-delivery-dispute.js';

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
