import { disputeStreamPrefix } from '#libs/disputes';
import { exportStreamPrefix } from '#libs/evidence';

/** The prefixes of the streams whose events are leaves of the proof log. */
export const provenStreamPrefixes: readonly string[] = [disputeStreamPrefix, exportStreamPrefix];
