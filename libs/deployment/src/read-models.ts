import { activityReadModel } from '#libs/activity';
import { disputeReadModel, disputeTimelineReadModel, resolutionReadModel } from '#libs/disputes';
import type { ReadModel } from '#libs/read-store';

/** Every read model that the ledger keeps: one line each. */
export const readModels: readonly ReadModel[] = [
  disputeReadModel,
  disputeTimelineReadModel,
  resolutionReadModel,
  activityReadModel,
];
