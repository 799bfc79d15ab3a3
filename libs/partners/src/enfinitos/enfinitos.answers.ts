import type { DeliveryDisputeView, DeliveryOutcome } from '#libs/disputes';
import { STATE_OF_STAGE } from './enfinitos.states.js';

/**
 * Returns the dispute in the document's form, without absent fields (docs/vendors/enfinitos.md, "Absent
 * fields").
 */
export const disputeObject = (view: DeliveryDisputeView) => ({
  id: view.disputeId,
  orgId: view.tenant,
  createdAt: view.openedAt,
  updatedAt: view.updatedAt,
  state: STATE_OF_STAGE[view.stage],
  openedBy: view.openedBy,
  openedByRole: view.openedByRole,
  openedAt: view.openedAt,
  disputedPeriod: view.disputedPeriod,
  affectedSurface: present({
    campaignId: view.campaignId,
    screenIds: view.screenIds,
    substrateId: view.substrateId,
  }),
  claimedShortfall: { unit: view.shortfallUnit, amount: view.shortfallAmount },
  evidenceBundle: present({ ...view.evidence }),
  evidenceDigest: view.evidenceDigest,
  ...present({
    operatorResponse: operatorResponseObject(view),
    advertiserResponse: view.advertiserResponse && present({ ...view.advertiserResponse }),
    resolution: resolutionObject(view),
  }),
  timeline: view.steps.map(({ from, to, ...step }) =>
    present({ ...step, from: from && STATE_OF_STAGE[from], to: STATE_OF_STAGE[to] }),
  ),
});

const operatorResponseObject = ({ operatorResponse }: DeliveryDisputeView) => {
  if (operatorResponse === null) return null;
  const { remedyAmount: amount, makegoodWindow, ...response } = operatorResponse;
  const hasRemedy = amount !== null || makegoodWindow !== null;
  return present({ ...response, proposedRemedy: hasRemedy ? present({ amount, makegoodWindow }) : null });
};

const KIND_OF_OUTCOME = {
  'credit-issued': 'CREDIT_ISSUED',
  'makegood-delivered': 'MAKEGOOD_DELIVERED',
  'settlement-adjustment': 'SETTLEMENT_ADJUSTMENT',
  'no-credit': 'NO_CREDIT',
  other: 'OTHER',
} as const satisfies Record<DeliveryOutcome['kind'], string>;

const resolutionObject = ({ resolution }: DeliveryDisputeView) => {
  if (resolution === null) return null;
  const { outcome, ...rest } = resolution;
  const { kind, ...named } = outcome;
  return present({ kind: KIND_OF_OUTCOME[kind], ...named, ...rest });
};

const present = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
