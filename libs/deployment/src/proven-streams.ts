import { disputeStreamPrefix, exportStreamPrefix } from '#libs/disputes';

/** The prefixes of the streams whose events are leaves of the proof log. */
export const provenStreamPrefixes: readonly string[] = [disputeStreamPrefix, exportStreamPrefix];
