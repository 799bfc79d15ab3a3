import { disputeStreamPrefix } from '#libs/disputes';
import { exportStreamPrefix } from '#libs/evidence';

/** The streams whose events are leaves of the proof log, in the order of the store's log. */
export const provenStreamPrefixes: readonly string[] = [disputeStreamPrefix, exportStreamPrefix];
