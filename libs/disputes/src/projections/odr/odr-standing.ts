import type { DisputeStatusReported } from '../../domain/odr/odr-event.js';
import type { FinalStatus, OdrStatus } from '../../domain/odr/odr-status.js';
import type { NormalisedStatus } from '../dispute-head.js';

/** How a dispute ended, in the ledger's words. */
export type OdrOutcome =
  'withdrawn' | 'resolved-before-conciliation' | 'resolved-by-conciliation' | 'resolved-by-arbitration';

export const odrOutcome: Readonly<Record<FinalStatus, OdrOutcome>> = {
  WD: 'withdrawn',
  PRECON_RES: 'resolved-before-conciliation',
  CON_RES: 'resolved-by-conciliation',
  ARB_RES: 'resolved-by-arbitration',
};

/**
 * The shared status of each of the vendor's. After a failed conciliation a party has to ask for an
 * arbitration.
 */
const STANDING: Readonly<Record<OdrStatus, NormalisedStatus>> = {
  WD: 'withdrawn',
  PRECON_RES: 'resolved',
  CON_INIT: 'in-progress',
  CON_PROG: 'in-progress',
  CON_FAIL: 'awaiting-party',
  CON_RES: 'resolved',
  ARB_INIT: 'in-progress',
  ARB_PROG: 'in-progress',
  ARB_RES: 'resolved',
};

/** Returns the shared status of a dispute; `null` is one without a status of the vendor's. */
export const odrStanding = (status: OdrStatus | null): NormalisedStatus =>
  status === null ? 'open' : STANDING[status];

/** Returns whether the message reported the status that was in force already. */
export const isRepeated = ({ status, from }: DisputeStatusReported['data']): boolean => status === from;
