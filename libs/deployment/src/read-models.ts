import { activityReadModel } from '#libs/activity';
import { disputeReadModel, disputeTimelineReadModel, resolutionReadModel } from '#libs/disputes';
import type { ReadModel } from '#libs/read-store';

/** Every read model of the ledger. The projections, replays and both databases take them from here. */
export const readModels: readonly ReadModel[] = [
  disputeReadModel,
  disputeTimelineReadModel,
  resolutionReadModel,
  activityReadModel,
];
