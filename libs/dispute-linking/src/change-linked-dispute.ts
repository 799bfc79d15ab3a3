import type { AdmittedRequest } from '#libs/access';
import type { ConfigurationChangeRefusal, LinkTarget } from '#libs/dispute-configuration';
import {
  type DisputeChanged,
  type DisputeCommand,
  DisputeHistory,
  Disputes,
  type InvoiceDisputeView,
  isInvoiceView,
} from '#libs/disputes';
import { reject } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { type AssignedLink, type HeldReservation, LinkReservations } from './link-reservations.js';
import { limits } from './limits.js';

/** A change of a dispute that links it to something. */
export interface LinkedChange {
  readonly disputeId: string;
  readonly target: LinkTarget;
  /** The dispute's command, once the link is reserved. */
  command(link: AssignedLink): DisputeCommand;
}

export type LinkedChanged =
  | DisputeChanged
  | { readonly outcome: 'rejected'; readonly code: ConfigurationChangeRefusal; readonly message: string };

/**
 * Links a dispute to a reason or a resolution of its tenant, in three appends: the reservation, the dispute's own
 * event, and the release of what the dispute was linked to before. What a process leaves behind that dies between
 * them is one reservation too many, never one too few: a target cannot be deleted for too long, and a link to what is
 * gone cannot be.
 */
@Injectable()
export class LinkedDisputes {
  constructor(
    private readonly disputes: Disputes,
    private readonly reservations: LinkReservations,
    private readonly history: DisputeHistory,
  ) {}

  async change(change: LinkedChange, request: AdmittedRequest): Promise<LinkedChanged> {
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.attempt(change, request);
      const hasLapsed = result.outcome === 'rejected' && result.code === 'reservation-lapsed';
      if (!hasLapsed || attempt === limits.maxAttempts) return result;
    }
  }

  private async attempt(change: LinkedChange, request: AdmittedRequest): Promise<LinkedChanged> {
    const { disputeId, target } = change;
    const { tenant } = request.principal;
    const unreserved = await this.reservations.linkTo(target, 'none', tenant);
    if (unreserved === null) return reject(`${target.kind}-not-found`, `There is no such ${target.kind}.`);
    // What would be refused, or change nothing, leaves no trace in the configuration either.
    const command = change.command(unreserved);
    const foreseen = await this.disputes.preview({ disputeId, command, request });
    if (foreseen !== null) return foreseen;

    const before = await this.heldBy(tenant, disputeId);
    const { reservationId, changed } = await this.reservations.reserve(target, disputeId, request);
    if (changed.outcome === 'rejected') return changed;
    const link = await this.reservations.linkTo(target, reservationId, tenant);
    if (link === null) throw new Error(`The ${target.kind} was deleted while it was reserved.`);
    // Should this throw, nobody knows whether the dispute has the link: the reservation must stay.
    const result = await this.disputes.change({ disputeId, command: change.command(link), request });
    await this.releaseUnused([{ reservationId, target }, ...before], disputeId, request);
    return result;
  }

  private async releaseUnused(
    reservations: readonly HeldReservation[],
    disputeId: string,
    request: AdmittedRequest,
  ): Promise<void> {
    const used = await this.heldBy(request.principal.tenant, disputeId);
    for (const held of reservations)
      if (!used.some(({ reservationId }) => reservationId === held.reservationId))
        await this.reservations.release(held, request);
  }

  /** The reservations that the dispute stands on now. */
  private async heldBy(tenant: string, disputeId: string): Promise<readonly HeldReservation[]> {
    const view = await this.history.view({ tenant, disputeId });
    return view !== null && isInvoiceView(view) ? heldReservations(view) : [];
  }
}

/** The reservations that an invoice dispute stands on. */
const heldReservations = ({ reason, resolution }: InvoiceDisputeView): readonly HeldReservation[] => [
  ...(reason === null
    ? []
    : [
        {
          reservationId: reason.reservationId,
          target: { kind: 'reason' as const, reasonId: reason.reasonId },
        },
      ]),
  ...(resolution === null
    ? []
    : [
        {
          reservationId: resolution.reservationId,
          target: { kind: 'resolution' as const, resolutionId: resolution.resolutionId },
        },
      ]),
];
