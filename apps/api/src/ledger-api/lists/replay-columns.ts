import type { Columns } from '#libs/csv';
import { jsonLine } from '#libs/kernel';
import type { KnownReplay } from '../known-replays.js';

const ofResult = <Value>(replay: KnownReplay, take: (result: ResultOf) => Value): Value | null =>
  replay.state === 'done' ? take(replay.result) : null;

type ResultOf = Extract<KnownReplay, { state: 'done' }>['result'];

/** The columns of the list of replays. They are documented in docs/lists.md: new ones come last. */
export const replayColumns: Columns<KnownReplay> = {
  startedAt: ({ startedAt }) => startedAt,
  endedAt: (replay) => ('endedAt' in replay ? replay.endedAt : null),
  id: ({ id }) => id,
  state: ({ state }) => state,
  outcome: (replay) => ofResult(replay, ({ outcome }) => outcome),
  asOf: ({ asOf }) => asOf,
  swap: ({ swap }) => swap,
  swapped: (replay) => ofResult(replay, ({ swapped }) => swapped),
  position: (replay) => ofResult(replay, ({ position }) => position && BigInt(position)),
  events: (replay) => ofResult(replay, ({ events }) => BigInt(events)),
  differences: (replay) => ofResult(replay, ({ differenceCount }) => BigInt(differenceCount)),
  reason: ({ reason }) => reason,
  failure: (replay) => ('failure' in replay ? replay.failure : null),
  actor: ({ startedBy }) => startedBy.actor.name,
  holder: ({ startedBy }) => startedBy.holder,
  credentialId: ({ startedBy }) => startedBy.credentialId,
  authProfile: ({ startedBy }) => startedBy.authProfile,
  tables: (replay) => ofResult(replay, ({ tables }) => jsonLine(tables)),
};
