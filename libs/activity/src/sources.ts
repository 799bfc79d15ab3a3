import { credentialActivity } from '#libs/access';
import { configurationActivity } from '#libs/dispute-configuration';
import type { ActivitySource } from './activity-source.js';

/** Every context beside disputes whose events belong to the activity: one line each. */
export const sources: readonly ActivitySource[] = [credentialActivity, configurationActivity];
