import type { Warning } from './arbitration-report.js';
import type { Proceeding } from './proceeding.js';

/** A status of the vendor's table, in its own word. */
export type OdrStatus =
  | 'WD'
  | 'PRECON_RES'
  | 'CON_INIT'
  | 'CON_PROG'
  | 'CON_FAIL'
  | 'CON_RES'
  | 'ARB_INIT'
  | 'ARB_PROG'
  | 'ARB_RES';

/** A status that ends the dispute. */
export type FinalStatus = 'WD' | 'PRECON_RES' | 'CON_RES' | 'ARB_RES';

interface StatusFacts {
  /** The vendor's description of the status. */
  readonly text: string;
  /** The proceeding that the status belongs to; null for the ones that belong to either. */
  readonly proceeding: Proceeding | null;
  /** The statuses that a dispute is expected to have before; any dispute may begin with any status. */
  readonly follows: readonly OdrStatus[];
}

const BEFORE_THE_END = ['CON_INIT', 'CON_PROG', 'CON_FAIL', 'ARB_INIT', 'ARB_PROG'] as const;

/** What the ledger knows of each status (docs/vendors/smart-odr.md, "Statuses"). */
export const odrStatuses: Readonly<Record<OdrStatus, StatusFacts>> = {
  WD: { text: 'Dispute Withdrawn', proceeding: null, follows: BEFORE_THE_END },
  PRECON_RES: { text: 'Dispute Resolved Preconciliation', proceeding: null, follows: [] },
  CON_INIT: { text: 'Conciliation Initiated', proceeding: 'conciliation', follows: [] },
  CON_PROG: { text: 'Conciliation In Progress', proceeding: 'conciliation', follows: ['CON_INIT'] },
  CON_FAIL: { text: 'Conciliation Failed', proceeding: 'conciliation', follows: ['CON_INIT', 'CON_PROG'] },
  CON_RES: {
    text: 'Dispute Resolved Conciliation',
    proceeding: 'conciliation',
    follows: ['CON_INIT', 'CON_PROG'],
  },
  ARB_INIT: { text: 'Arbitration Initiated', proceeding: 'arbitration', follows: ['CON_FAIL'] },
  ARB_PROG: { text: 'Arbitration In Progress', proceeding: 'arbitration', follows: ['ARB_INIT'] },
  ARB_RES: {
    text: 'Dispute Resolved Arbitration',
    proceeding: 'arbitration',
    follows: ['ARB_INIT', 'ARB_PROG'],
  },
};

const FINAL: readonly OdrStatus[] = ['WD', 'PRECON_RES', 'CON_RES', 'ARB_RES'] satisfies FinalStatus[];

export const isFinal = (status: OdrStatus | null): status is FinalStatus =>
  status !== null && FINAL.includes(status);

/**
 * Returns the status in force after a report of one. Nothing but another final status replaces a final
 * status: a dispute that has ended is not opened again (docs/vendors/smart-odr.md, "A status after the end").
 */
export const statusAfter = (inForce: OdrStatus | null, reported: OdrStatus): OdrStatus =>
  isFinal(inForce) && !isFinal(reported) ? inForce : reported;

/**
 * Returns what is unexpected about a reported status. Institutions report facts, so that it is recorded with
 * the status and does not reject it. A status that is reported again has no warnings.
 */
export const statusWarnings = (
  reported: OdrStatus,
  { inForce, proceeding }: { readonly inForce: OdrStatus | null; readonly proceeding: Proceeding },
): readonly Warning[] => {
  if (reported === inForce) return [];
  const { follows, proceeding: expected } = odrStatuses[reported];
  return [
    ...when(isFinal(inForce), {
      code: 'STATUS_AFTER_END',
      message: `${reported} was reported after the dispute had ended with ${inForce}.`,
    }),
    ...when(inForce !== null && !isFinal(inForce) && !follows.includes(inForce), {
      code: 'STATUS_OUT_OF_ORDER',
      message: `${reported} is not expected after ${inForce}.`,
    }),
    ...when(expected !== null && expected !== proceeding, {
      code: 'STATUS_OF_ANOTHER_PROCEEDING',
      message: `${reported} is a status of ${expected === null ? 'no' : articled(expected)}, but the message names ${articled(proceeding)}.`,
    }),
  ];
};

const articled = (proceeding: Proceeding): string =>
  proceeding === 'arbitration' ? 'an arbitration' : 'a conciliation';

const when = (isSo: boolean, warning: Warning): readonly Warning[] => (isSo ? [warning] : []);
