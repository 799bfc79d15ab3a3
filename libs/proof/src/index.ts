export { eventChain } from './adapters/event-chain.js';
export { AddedEvents } from './log/added-events.js';
export { ChainVerifier, type EventFault } from './domain/chain-verifier.js';
export { nodePrimitives } from './adapters/node-primitives.js';
export type { ChangedEvent } from './log/changed-event-error.js';
export { CheckedEventStore } from './log/checked-event-store.js';
export { GuardedEventStore } from './log/guarded-event-store.js';
export type { SignedCheckpoint } from './log/checkpoint-signer.js';
export { NO_SIGNING_KEY, NoSigningKeyError } from './log/no-signing-key-error.js';
export { ProofLog } from './log/proof-log.js';
export { CheckpointMismatchError, type ProofLogStanding } from './log/proof-log-standing.js';
export type { LogFault } from './log/log-fault.js';
export type { LogReport } from './log/log-verification.js';
export { CheckpointFile } from './log/checkpoint-file.js';
export { addVerifyingKeys } from './log/verifying-keys.js';
export {
  assertNoOriginPending,
  startNewOrigin,
  type LostCheckpoint,
  type RestoreDecision,
  type RestoredLog,
} from './log/new-origin.js';
export { keepBeside } from './log/whole-files.js';
export { LOG_RESTORED, type LogRestored, RESTORE_STREAM } from './domain/log-restored.js';
export { recordRefusedRestore } from './log/refused-restore.js';
export { isRestoredOrigin, originsOf } from './domain/restore.js';
export { type RecordedRestore, restoresLostBetween, RestoreStream } from './log/restore-stream.js';
export { CheckpointNotes } from './log/checkpoint-notes.js';
export { SigningKeys } from './log/signing-keys.js';
export type { Checkpoint } from './domain/checkpoint.js';
export { checkpointInNote, parseTrustedCheckpoint } from './log/trusted-checkpoint.js';
export { parseTilePath } from './domain/tile.js';
export { tlogProofText } from './domain/tlog-proof.js';
export { bundleOf, type BundledEvent } from './domain/bundle.js';
export { bundleNameOf } from './domain/bundle-name.js';
export type { VerifierKey } from './domain/signed-note.js';
export type { BundleReport } from './domain/verify-bundle.js';
export { bundleReportText, trustedKeys, VERIFY_EXIT, verifyBundleFile } from './verifier/verify-file.js';
export { checkCheckpointEvent, CheckpointStream, checkpointStreamPrefix } from './log/checkpoint-stream.js';
export {
  doubtOf,
  logReportText,
  type SignedLogReport,
  verifyDirectoryLog,
  verifyStoredLog,
} from './log/verify-signed-log.js';
export { Reverification } from './log/reverification.js';
