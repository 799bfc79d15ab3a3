import type { JsonObject } from '#libs/kernel';

/** The state of a stream that an answer shows. */
export interface ShownState {
  readonly stream: string;
  /** -1 for a stream without events. */
  readonly revision: bigint;
  readonly position: bigint;
  /** Of the event at the revision; empty without one, and in an answer that names none. */
  readonly eventId: string;
}

/**
 * What a write was answered with, as places in the log. The body is not kept: it is built again from the
 * streams as they were at these revisions, so that nothing personal is stored twice.
 */
export interface Answer {
  /** The position in the log up to which the answer is complete. */
  readonly position: bigint;
  readonly shown: readonly ShownState[];
}

/** The answer to a keyed write, and whether it was given before. */
export interface FirstAnswer {
  readonly outcome: 'answered';
  readonly answer: Answer;
  /** When the request was claimed, unless the answer was recorded later: then, when it was. */
  readonly recordedAt: string;
  readonly isRepeat: boolean;
}

export const ANSWERED = 'Answered.v1';

/** Returns the answer as it is stored. */
export const storedAnswer = ({ position, shown }: Answer): JsonObject => ({
  position: String(position),
  shown: shown.map(({ stream, revision, position: at, eventId }) => ({
    stream,
    revision: String(revision),
    position: String(at),
    eventId,
  })),
});

/** Reads an answer from the data of its event. */
export const answerFrom = (data: JsonObject): Answer => {
  const { position, shown } = data as unknown as StoredAnswer;
  return {
    position: BigInt(position),
    shown: shown.map((state) => ({
      ...state,
      revision: BigInt(state.revision),
      position: BigInt(state.position),
    })),
  };
};

/** Every number as decimal text: JSON readers lose the last digits of a large one. */
interface StoredAnswer {
  readonly position: string;
  readonly shown: readonly {
    readonly stream: string;
    readonly revision: string;
    readonly position: string;
    readonly eventId: string;
  }[];
}
