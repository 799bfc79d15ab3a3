import { type Answer, bodyOf } from '../clients.js';
import type { Callers, Sent } from './callers.js';

/** A request, and what is tried with its key later. */
export interface KeyedRequest extends Sent {
  /** Another request under the same key: with another body, or of another path. */
  readonly other?: Partial<Sent>;
  /** Changes and deletes so much that the request would have another effect, or would be refused. */
  meanwhile?(first: Answer): Promise<unknown>;
}

export const EFFECTS = ['new', 'changed', 'nothing', 'refused'] as const;

/** Prepares the ledger so that a request has the effect. `name` is used by no other request. */
export type Preparation = (callers: Callers, name: string) => Promise<KeyedRequest> | KeyedRequest;

/** The effects that an operation can have. Every operation can be refused. */
export type Write = { readonly refused: Preparation } & Readonly<
  Partial<Record<(typeof EFFECTS)[number], Preparation>>
>;

/** By operation: the method, and the first path of its route. */
export type Writes = Readonly<Record<string, Write>>;

/** Sends a request that prepares another one, and returns the answer's body. */
export const done = async <Body = Readonly<Record<string, string>>>(
  callers: Callers,
  method: string,
  sent: Sent,
): Promise<Body> => {
  const answer: Answer = await callers.call(method, sent);
  if (answer.status >= 300) throw new Error(`${method} ${sent.path}: ${answer.status} ${answer.text}`);
  return answer.status === 204 ? ({} as Body) : bodyOf<Body>(answer);
};
