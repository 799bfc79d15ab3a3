import { DisputeHistory, type DisputeStep } from '#libs/disputes';
import type { EventReference, Moment } from '#libs/event-store';
import { changedPointers, type JsonObject } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { AskedMoments } from './asked-moments.js';
import { disputeAnswer } from './ledger-api.translate.js';
import { nothingYet, type Provenance, traced } from './provenance.js';

export interface DisputeKey {
  readonly tenant: string;
  readonly disputeId: string;
}

/** One value that changed. Where there was none before, or is none after, it is left out. */
export interface Change {
  /** JSON Pointer into the dispute. */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
  /** The last event that changed it. */
  readonly by: EventReference;
}

/** A dispute at two revisions, and what changed in between. */
export interface PastDiff {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly changes: readonly Change[];
}

/** Disputes as they stood: folded from their own streams, so they are exact at every moment. */
@Injectable()
export class PastDisputes {
  constructor(
    readonly moments: AskedMoments,
    private readonly history: DisputeHistory,
  ) {}

  /** Returns the revision that the dispute had at the moment; -1 before its first event. */
  async revisionAt(key: DisputeKey, moment: Moment): Promise<bigint> {
    const last = await this.history.lastEventBy(key, moment);
    return last?.revision ?? -1n;
  }

  /** Returns the dispute as the API shows it at the revision, with the event that set each of its values. */
  async provenance(key: DisputeKey, revision: bigint): Promise<Provenance> {
    let provenance = nothingYet;
    for await (const step of this.history.steps(key, revision)) provenance = tracedStep(provenance, step);
    return provenance;
  }

  /** Returns the dispute at two revisions, and what changed between; before its first event it was `{}`. */
  async diff(
    key: DisputeKey,
    { from, to }: { readonly from: bigint; readonly to: bigint },
  ): Promise<PastDiff> {
    let before = nothingYet;
    let after = nothingYet;
    for await (const step of this.history.steps(key, to)) {
      after = tracedStep(after, step);
      if (step.event.revision <= from) before = after;
    }
    const changes = changedPointers(before.leaves, after.leaves).map((path) => changeAt(path, before, after));
    return { before: before.document, after: after.document, changes };
  }
}

const tracedStep = (provenance: Provenance, { event, view }: DisputeStep): Provenance =>
  view === null
    ? provenance
    : traced(provenance, { event, document: JSON.parse(JSON.stringify(disputeAnswer(view))) as JsonObject });

const changeAt = (path: string, before: Provenance, after: Provenance): Change => {
  const by = after.changedBy.get(path);
  if (by === undefined) throw new Error(`${path} differs, but no event changed it.`);
  return {
    path,
    ...(before.leaves.has(path) && { from: before.leaves.get(path) }),
    ...(after.leaves.has(path) && { to: after.leaves.get(path) }),
    by,
  };
};
