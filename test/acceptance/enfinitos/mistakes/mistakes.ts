import type { State } from '../clients.js';

/** The whole answer to a mistake. Without a message, it is those of the details, one after the other. */
export interface MistakeAnswer {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  /** The message of each path. */
  readonly details?: Readonly<Record<string, string>>;
  /** The headers that matter to the caller, beside the content type. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The document's opening with something changed: a path as in `claimedShortfall.amount`, and its value. */
export interface OpeningMistake {
  readonly mistake: string;
  /** Undefined leaves the field out. */
  readonly edits: Readonly<Record<string, unknown>>;
  readonly details: Readonly<Record<string, string>>;
  /** `VALIDATION_ERROR` unless it says otherwise. */
  readonly code?: string;
}

/** A step of a dispute that is in the state. `<id>` in the answer is the dispute. */
export interface StepMistake {
  readonly mistake: string;
  readonly state: State;
  readonly route: string;
  readonly body: object;
  readonly answer: MistakeAnswer;
}

/** Who sends a request: somebody with another key than the developer's, or with none. */
export type Sender = 'stranger' | 'nobody' | 'basic' | 'reader' | 'writer';

/** Any request. `{id}` in the path and `<id>` in the answer are an open dispute; text is sent as it stands. */
export interface RequestMistake {
  readonly mistake: string;
  readonly method: string;
  readonly path: string;
  readonly as?: Sender;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of a request with the same headers that is sent first. */
  readonly first?: object;
  readonly body?: object | string;
  readonly answer: MistakeAnswer;
}
