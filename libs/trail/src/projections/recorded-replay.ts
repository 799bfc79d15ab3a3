import type { ReplayEnded, ReplayEvent, ReplayStarted } from '../domain/replay-event.js';

/** Who caused an event: the actor that was named, and the credential that was proven. */
export interface RecordedBy {
  readonly actor: { readonly name: string; readonly role?: string };
  readonly holder: string;
  readonly credentialId: string;
  readonly authProfile: string;
}

/** A replay as the log has it. */
export interface RecordedReplay {
  readonly started: ReplayStarted['data'];
  readonly startedAt: string;
  readonly startedBy: RecordedBy;
  /** The position of the event that records the start. */
  readonly position: bigint;
  /** Null while no end is recorded. */
  readonly ended: (ReplayEnded['data'] & { readonly endedAt: string }) | null;
  /**
   * Whether a later replay of the live rows has begun. Only one runs at a time, so this one has ended, with or
   * without a record.
   */
  readonly isFollowed: boolean;
}

/** An event of a replay, and what was recorded with it. */
export interface RecordedReplayEvent {
  readonly event: ReplayEvent;
  readonly position: bigint;
  readonly recordedAt: string;
  readonly by: RecordedBy;
}

/** The replays by id, in the order in which they began. */
export type RecordedReplays = Map<string, RecordedReplay>;

/** Adds the event to the replays, in place. An end without a start changes nothing. */
export const addReplayEvent = (replays: RecordedReplays, recorded: RecordedReplayEvent): void => {
  const { event, position, recordedAt, by } = recorded;
  const { replayId } = event.data;
  const known = replays.get(replayId);
  if (event.type === 'ReplayEnded') {
    if (known?.ended === null)
      replays.set(replayId, { ...known, ended: { ...event.data, endedAt: recordedAt } });
    return;
  }
  if (known !== undefined) return;
  if (event.data.asOf === undefined)
    for (const [id, earlier] of replays)
      if (earlier.ended === null && earlier.started.asOf === undefined && !earlier.isFollowed)
        replays.set(id, { ...earlier, isFollowed: true });
  const started = { started: event.data, startedAt: recordedAt, startedBy: by };
  replays.set(replayId, { ...started, position, ended: null, isFollowed: false });
};
