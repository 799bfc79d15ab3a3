import { credentialActivity } from '#libs/access';
import { configurationActivity } from '#libs/dispute-configuration';
import {
  activityReadModel,
  disputeReadModel,
  disputeTimelineReadModel,
  resolutionReadModel,
} from '#libs/disputes';
import type { ReadModel } from '#libs/read-store';

/** Every read model that the ledger keeps, a line each. */
export const readModels: readonly ReadModel[] = [
  disputeReadModel,
  disputeTimelineReadModel,
  resolutionReadModel,
  activityReadModel([credentialActivity, configurationActivity]),
];
