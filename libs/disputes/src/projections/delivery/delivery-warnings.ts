import type { DeliveryDisputeOpened } from '../../domain/delivery/delivery-event.js';
import type { DisputeWarning } from '../dispute-head.js';

/**
 * Returns what is doubtful about the opening. The role itself is left out of the message: anything may have
 * been sent there, personal data included.
 */
export const openingWarnings = ({
  openedByRoleAsSent,
}: DeliveryDisputeOpened['data']): readonly DisputeWarning[] =>
  openedByRoleAsSent === undefined
    ? []
    : [
        {
          code: 'OPENER_ROLE_UNKNOWN',
          message:
            "The role of the opener was neither advertiser nor operator; it counts as the advertiser's.",
        },
      ];
