import type { FastifyRequest } from 'fastify';
import { preferredType } from '#libs/http';
import { createPatch } from 'rfc6902';
import type { DisputeKey, PastDiff } from './past-disputes.js';

/** A difference between two revisions of a dispute; `from` is -1 for the time before its first event. */
export interface AskedDiff {
  readonly key: DisputeKey;
  readonly from: bigint;
  readonly to: bigint;
  /** The instants that were understood, of the two that were asked for. */
  readonly asOf: { readonly from: string | undefined; readonly to: string | undefined };
}

/** One way to show a difference. */
export interface DiffForm {
  readonly contentType: string;
  /** Returns the body of the answer. */
  readonly show: (asked: AskedDiff, diff: PastDiff) => object;
}

const FORMS = {
  'application/json': ({ key, from, to, asOf }, { changes }) => ({
    ...key,
    from: from < 0n ? null : String(from),
    to: String(to),
    ...((asOf.from ?? asOf.to) !== undefined && { asOf }),
    changes,
  }),
  // RFC 6902.
  'application/json-patch+json': (_, { before, after }) => createPatch(before, after),
} as const satisfies Record<string, DiffForm['show']>;

/** The media types of a difference. */
export const DIFF_TYPES = Object.keys(FORMS) as readonly (keyof typeof FORMS)[];

/** Returns the form that the caller prefers. @throws RequestProblem 406 when the caller accepts none. */
export const preferredDiffForm = (request: Pick<FastifyRequest, 'headers'>): DiffForm => {
  const type = preferredType(request, DIFF_TYPES);
  return { contentType: `${type}; charset=utf-8`, show: FORMS[type] };
};
