import { Acceptances, type RecordedEvent } from '#libs/event-store';
import type { Transaction } from 'kysely';
import type { AppliedRun, ReleasedStream } from './applied-run.js';
import { type Checkpoint, checkpointOf, type CheckpointTables, type Reached } from './checkpoints.js';
import { heldPositions, hold, letGo } from './held-rows.js';
import { RowsMovedError } from './read-store-unavailable-error.js';
import { isFor, screenedEvents } from './screened-events.js';

type Writing = Transaction<CheckpointTables>;

/**
 * Applies to the read models what of the run they have not taken, and what streams that are let go have had.
 * Returns the checkpoints of those that move.
 *
 * @throws RowsMovedError when the rows lack events from before the run.
 */
export const applyRun = async (
  transaction: Writing,
  states: readonly Reached[],
  run: AppliedRun,
): Promise<readonly Checkpoint[]> => {
  const moved = states.find(({ position, last }) => last === 'unknown' || position < (run.after ?? 0n));
  if (moved !== undefined) throw new RowsMovedError(moved.model.name);
  const readable = await readableOf(transaction, states, run);
  const checkpoints: Checkpoint[] = [];
  for (const state of states) {
    await applyTo(state, readable, transaction);
    const checkpoint = checkpointAfter(state, run);
    if (checkpoint !== undefined) checkpoints.push(checkpoint);
  }
  for (const stream of run.released ?? []) await release(transaction, states, { run, stream });
  return checkpoints;
};

/** Returns the events of the run that can be applied. Holds back the streams of those that cannot. */
const readableOf = async (
  transaction: Writing,
  states: readonly Reached[],
  { events, accepted = new Acceptances(), holding = [] }: AppliedRun,
): Promise<readonly RecordedEvent[]> => {
  // What every read model has taken has been screened before.
  const untaken = events.filter((event) => states.some((state) => isUntaken(state, event)));
  for (const stream of holding) await hold(transaction, stream);
  const heldAt = await heldPositions(transaction);
  const screened = screenedEvents(untaken, { models: modelsOf(states), accepted, heldAt });
  for (const stream of screened.held) await hold(transaction, stream);
  return screened.events;
};

const applyTo = async (
  state: Reached,
  events: readonly RecordedEvent[],
  transaction: Writing,
): Promise<void> => {
  const untaken = events.filter((event) => isUntaken(state, event));
  if (untaken.length > 0) await state.model.apply(transaction as unknown as Transaction<never>, untaken);
};

/**
 * Returns the read model's new checkpoint, if it moves. An event that is held back is among those that it names:
 * the rows know their log by it as well, and it must not look like one that they have missed.
 */
const checkpointAfter = (state: Reached, { events, position }: AppliedRun): Checkpoint | undefined => {
  const { model, last } = state;
  const newest = events.findLast((event) => isUntaken(state, event));
  if (newest !== undefined)
    return checkpointOf(model, position, { position: newest.position, id: newest.id });
  return position > state.position && last !== 'unknown' ? checkpointOf(model, position, last) : undefined;
};

/** Applies what a stream that was held back has had since, as far as the rows have the log and it can be read. */
const release = async (
  transaction: Writing,
  states: readonly Reached[],
  { run, stream: { stream, events: since } }: { readonly run: AppliedRun; readonly stream: ReleasedStream },
): Promise<void> => {
  const { accepted = new Acceptances(), position: end } = run;
  const from = (await heldPositions(transaction)).get(stream);
  if (from === undefined) return;
  const missed = since
    .filter(({ position }) => position >= from)
    .map((event) => decided(event, from, accepted));
  const { events, held } = screenedEvents(missed, { models: modelsOf(states), accepted, heldAt: new Map() });
  await letGo(transaction, stream);
  for (const again of held) await hold(transaction, again);
  for (const state of states) {
    // What comes after it is still to come in a run.
    const taken = takenBy(state) > end ? takenBy(state) : end;
    const due = events.filter((event) => event.position <= taken && isFor(state.model, event));
    if (due.length > 0) await state.model.apply(transaction as unknown as Transaction<never>, due);
  }
};

/** Returns the event at which its stream was held back with the decision to pass it over, if there is one. */
const decided = (event: RecordedEvent, from: bigint, accepted: Acceptances): RecordedEvent => {
  const passedOver = event.position === from ? accepted.of(event) : undefined;
  return passedOver === undefined ? event : { ...event, passedOver };
};

const isUntaken = (state: Reached, event: RecordedEvent): boolean =>
  event.position > takenBy(state) && isFor(state.model, event);

/** Returns the position of the last event that the read model has taken. */
const takenBy = ({ last }: Reached): bigint => (typeof last === 'object' ? last.position : 0n);

const modelsOf = (states: readonly Reached[]) => states.map(({ model }) => model);
