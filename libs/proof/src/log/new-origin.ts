import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { entityIdOf, type EventStore } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { type Checkpoint, parseCheckpoint } from '../domain/checkpoint.js';
import { LOG_RESTORED, type LogRestored, type LostRestore, restoreCodec } from '../domain/log-restored.js';
import { sameBytes } from '../domain/primitives.js';
import type { Restore } from '../domain/restore.js';
import { parseNote } from '../domain/signed-note.js';
import { limits } from '../limits.js';
import { CheckpointFile } from './checkpoint-file.js';
import { CheckpointNotes } from './checkpoint-notes.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { EventTree } from './event-tree.js';
import { ledgerMetadata } from './ledger-metadata.js';
import { ProofLog } from './proof-log.js';
import { RestoreStream } from './restore-stream.js';
import { SigningKeys } from './signing-keys.js';
import { addVerifyingKeys } from './verifying-keys.js';
import { keepBeside, moveBeside, syncDirectoryOf } from './whole-files.js';

/** The newest signed checkpoint that is known of the log as it was before it was restored. */
export interface LostCheckpoint extends Checkpoint {
  /** The checkpoint as a signed note. */
  readonly note?: string;
  /** The restores that the log had and no longer has, as far as they are known. */
  readonly restores?: readonly LostRestore[];
}

/** Why the log begins a new origin. */
export interface RestoreDecision {
  /** Who decided it. */
  readonly by: string;
  readonly reason: string;
  readonly lost: LostCheckpoint;
}

/** A log that was restored, and the operator's files. */
export interface RestoredLog {
  readonly store: EventStore;
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  readonly clock: Clock;
  readonly files: {
    /** What is there is kept beside the new key. */
    readonly signingKey: string;
    readonly verifyingKeys: string;
    /** Undefined where the store keeps the signed checkpoints. */
    readonly checkpoint?: string;
  };
  /** The host in the name of the new key. */
  readonly host: string;
}

/**
 * Begins a new origin of a log that was restored and has not everything that was signed: makes a key of a new
 * name, records who decided it and what is lost as the new origin's first leaf, puts the key in place, and
 * signs the first checkpoint. Returns the new keys. Nothing else may use the log meanwhile.
 *
 * It may be interrupted at any point. Done again for the same lost checkpoint it goes on where it was, and
 * leaves one restore in the log. Until its end no process starts on the log.
 *
 * @throws Error when the decision is not complete, or another restore has not come to its end.
 * @throws CheckpointMismatchError when the log has other events than those that were signed.
 */
export const startNewOrigin = async (log: RestoredLog, decision: RestoreDecision): Promise<SigningKeys> => {
  assertComplete(decision);
  const { signingKey } = log.files;
  const restores = (await new RestoreStream(log.store).all()).map(({ restore }) => restore);
  const begun = restores.find(({ lost }) => isSame(lost, decision.lost));
  if (begun !== undefined && begun !== restores.at(-1))
    throw new Error(`The log was restored once more since it lost that checkpoint on ${begun.recordedAt}.`);
  const keys = begun === undefined ? await newKeys(log, restores) : await keysOf(begun, signingKey);
  if (begun === undefined) await record(log, { decision, keys, restores });
  if ((await originIn(pendingKeyOf(signingKey))) === keys.origin) await putInPlace(log, keys);
  await signFirst(log, keys);
  return keys;
};

/** The file of a new origin's key until the log has the restore that begins it. */
const pendingKeyOf = (signingKey: string): string => `${signingKey}.next`;

/**
 * Rejects a key file beside which a new origin was begun and not ended.
 *
 * @throws Error with what to do.
 */
export const assertNoOriginPending = (signingKey: string): void => {
  const pending = pendingKeyOf(signingKey);
  if (existsSync(pending))
    throw new Error(
      `The log is being restored, or a restore was interrupted: there is a key in ${pending}. Run \`ledger restore\` again to its end.`,
    );
};

const assertComplete = ({ by, reason, lost }: RestoreDecision): void => {
  const texts = [
    { text: by, name: 'who decided it', max: limits.maxDeciderLength },
    { text: reason, name: 'a reason', max: limits.maxReasonLength },
  ];
  for (const { text, name, max } of texts)
    if (text.trim() === '' || text.length > max || /\p{Cc}|\p{Surrogate}/u.test(text))
      throw new Error(`A restore needs ${name}, in one line of at most ${max} characters.`);
  if (lost.note === undefined) return;
  const noted = parseCheckpoint(parseNote(lost.note)?.text ?? '');
  if (noted === undefined || !isSame(noted, lost))
    throw new Error('The signed note is not of the checkpoint that is lost.');
};

const isSame = (one: Checkpoint, other: Checkpoint): boolean =>
  one.origin === other.origin && one.size === other.size && sameBytes(one.root, other.root);

const newKeys = async ({ files, host }: RestoredLog, restores: readonly Restore[]): Promise<SigningKeys> => {
  const file = pendingKeyOf(files.signingKey);
  const keys = await SigningKeys.createRestored(file, host);
  if (restores.some(({ origin }) => origin === keys.origin))
    throw new Error(`An earlier restore was interrupted: do it again to its end, as its key is in ${file}.`);
  // The event that names the key must not outlive it in a power cut.
  await syncDirectoryOf(file);
  return keys;
};

/** Returns the keys of a restore that the log already has. */
const keysOf = async ({ origin }: Restore, signingKey: string): Promise<SigningKeys> => {
  for (const file of [pendingKeyOf(signingKey), signingKey])
    if ((await originIn(file)) === origin) return SigningKeys.read(file);
  throw new Error(`The log goes on as ${origin}, but its key is not in ${signingKey}: put it back.`);
};

const originIn = async (file: string): Promise<string | undefined> =>
  existsSync(file) ? (await SigningKeys.read(file)).origin : undefined;

interface Beginning {
  readonly decision: RestoreDecision;
  readonly keys: SigningKeys;
  readonly restores: readonly Restore[];
}

const record = async (log: RestoredLog, { decision, keys, restores }: Beginning): Promise<void> => {
  const { by, reason, lost } = decision;
  const kept = await keptOf(log, lost);
  const { base64 } = nodePrimitives;
  const event: LogRestored = {
    type: 'LogRestored',
    data: {
      origin: keys.origin,
      oldOrigin: lost.origin,
      lostSize: String(lost.size),
      lostRoot: base64(lost.root),
      ...(lost.note !== undefined && { lostNote: lost.note }),
      keptOrigin: kept.origin,
      keptSize: String(kept.size),
      keptRoot: base64(kept.root),
      earlierRestores: restores.map(({ eventId }) => eventId),
      ...(lost.restores !== undefined && { lostRestores: lost.restores }),
      by,
      reason,
    },
  };
  const operator = { credentialId: 'command-line', holder: 'operator', authProfile: 'command-line' };
  await new RestoreStream(log.store).append({
    ...restoreCodec.encode(event),
    id: entityIdOf(LOG_RESTORED, keys.origin),
    metadata: { ...ledgerMetadata(log.clock), ...operator, actor: { name: by } },
  });
};

/**
 * Returns what the log has of the origin that it continues.
 *
 * @throws CheckpointMismatchError when that is not the beginning of what was signed.
 */
const keptOf = async (
  { store, streamPrefixes, clock }: RestoredLog,
  lost: Checkpoint,
): Promise<Checkpoint> => {
  const events = new EventTree(store, streamPrefixes);
  await events.readOn();
  const { newest } = await new CheckpointStream(store, clock).newest(events.history);
  const origin = events.history.at(-1)?.origin ?? newest?.origin ?? lost.origin;
  if (newest !== undefined) events.assertBeginsAs(newest);
  if (lost.origin === origin && lost.size <= events.tree.size) events.assertBeginsAs(lost);
  return { origin, size: events.tree.size, root: events.tree.root() };
};

/** Puts the new key and its public half in place of what was there, which is kept. */
const putInPlace = async ({ files }: RestoredLog, keys: SigningKeys): Promise<void> => {
  const { signingKey, verifyingKeys, checkpoint } = files;
  const old = await SigningKeys.read(signingKey).catch(() => undefined);
  await addVerifyingKeys(verifyingKeys, [...(old?.verifierKeyTexts ?? []), ...keys.verifierKeyTexts]);
  // The checkpoint first: the new key does not start beside one that it has not signed.
  if (checkpoint !== undefined) await moveBeside(checkpoint);
  await keepBeside(signingKey);
  await rename(pendingKeyOf(signingKey), signingKey);
  await syncDirectoryOf(signingKey);
};

const signFirst = async (log: RestoredLog, keys: SigningKeys): Promise<void> => {
  const { store, streamPrefixes, clock, files } = log;
  const published =
    files.checkpoint === undefined ? new CheckpointNotes(store, clock) : new CheckpointFile(files.checkpoint);
  const proofLog = await ProofLog.open({ store, streamPrefixes, clock, keys, published });
  await proofLog.signer.checkpoint();
  await proofLog.stop();
};
