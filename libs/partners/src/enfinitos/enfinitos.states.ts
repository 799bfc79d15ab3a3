import type { DeliveryStage } from '#libs/disputes';

/** EnfinitOS's word for each stage. */
export const STATE_OF_STAGE = {
  opened: 'OPENED',
  investigating: 'INVESTIGATING',
  'evidence-gathered': 'EVIDENCE_GATHERED',
  'operator-responded': 'OPERATOR_RESPONDED',
  'advertiser-responded': 'ADVERTISER_RESPONDED',
  escalated: 'ESCALATED',
  resolved: 'RESOLVED',
  withdrawn: 'WITHDRAWN',
} as const satisfies Record<DeliveryStage, string>;

export type State = (typeof STATE_OF_STAGE)[DeliveryStage];

export const STATES: readonly State[] = Object.values(STATE_OF_STAGE);

/** The states that `advance` accepts. Escalation and the two final states have routes of their own. */
export const ADVANCE_STATES = [
  'INVESTIGATING',
  'EVIDENCE_GATHERED',
  'OPERATOR_RESPONDED',
  'ADVERTISER_RESPONDED',
] as const;

/** The states that have routes of their own. */
export const ROUTE_OF_STATE = {
  OPENED: 'POST /v1/disputes',
  ESCALATED: 'POST /v1/disputes/{id}/escalate',
  RESOLVED: 'POST /v1/disputes/{id}/resolve',
  WITHDRAWN: 'POST /v1/disputes/{id}/withdraw',
} as const satisfies Record<Exclude<State, (typeof ADVANCE_STATES)[number]>, string>;

/** The kinds of resolution. */
export const KINDS = [
  'CREDIT_ISSUED',
  'MAKEGOOD_DELIVERED',
  'SETTLEMENT_ADJUSTMENT',
  'NO_CREDIT',
  'OTHER',
] as const;

export const stageOfState = (state: State): DeliveryStage =>
  (Object.keys(STATE_OF_STAGE) as DeliveryStage[]).find((stage) => STATE_OF_STAGE[stage] === state) ??
  'opened';
