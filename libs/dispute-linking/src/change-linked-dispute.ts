import type { AdmittedRequest } from '#libs/access';
import type { ConfigurationChangeRefusal, LinkTarget } from '#libs/dispute-configuration';
import {
  ChangeDispute,
  type DisputeChanged,
  type DisputeCommand,
  DisputeHistory,
  type InvoiceDisputeView,
  isInvoiceView,
  PreviewDisputeChange,
  RepeatDisputeChange,
} from '#libs/disputes';
import { reject } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type AssignedLink, type HeldReservation, LinkReservations } from './link-reservations.js';
import { limits } from './limits.js';

/** A change that links a dispute to a reason or a resolution. */
export interface LinkedChange {
  readonly disputeId: string;
  /**
   * Resolves with what to link the dispute to; null links it to nothing. A repeat gets its first answer even
   * if this rejects, because what the request names was deleted since.
   */
  target(): Promise<LinkTarget | null>;
  /** Returns a second target that the same change links, if any. It is asked for once `target` is known. */
  also?(): LinkTarget | null;
  /** Returns the dispute's command for the link, null if it is linked to nothing, and for the second one. */
  command(link: AssignedLink | null, also?: AssignedLink): DisputeCommand;
}

/** A change whose targets are known, one or two of them. */
interface TargetedChange {
  readonly disputeId: string;
  readonly targets: readonly LinkTarget[];
  command(links: readonly AssignedLink[]): DisputeCommand;
}

/** The result of the change of the dispute, or the refusal of its reservation. */
export type LinkedChanged =
  | DisputeChanged
  | { readonly outcome: 'rejected'; readonly code: ConfigurationChangeRefusal; readonly message: string };

/**
 * Links a dispute to a reason or a resolution of its tenant, in three appends: the reservation, the dispute's
 * own event, and the release of the reservation that the dispute used before. A process that dies between
 * them leaves one reservation too many, never one too few: a target stays undeletable for too long, but no
 * dispute is ever linked to a target that was deleted.
 */
@Injectable()
export class LinkedDisputes {
  constructor(
    private readonly commands: CommandBus,
    private readonly reservations: LinkReservations,
    private readonly history: DisputeHistory,
  ) {}

  /**
   * Links the dispute. If its reservation lapses meanwhile, it starts over, up to `maxAttempts` times in all.
   */
  async change(change: LinkedChange, request: AdmittedRequest): Promise<LinkedChanged> {
    const { disputeId } = change;
    const known = await this.targetOf(change, request);
    if (known.outcome === 'repeated') return known.changed;
    const { target } = known;
    if (target === null)
      return this.commands.execute(new ChangeDispute(disputeId, change.command(null), request));
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.attempt(targeted(change, target), request);
      if (result.outcome !== 'rejected') return result;
      if (result.code === 'reason-not-found' || result.code === 'resolution-not-found')
        return (await this.repeatOf(disputeId, request)) ?? result;
      if (result.code !== 'reservation-lapsed' || attempt === limits.maxAttempts) return result;
    }
  }

  private async targetOf(
    change: LinkedChange,
    request: AdmittedRequest,
  ): Promise<
    | { readonly outcome: 'found'; readonly target: LinkTarget | null }
    | { readonly outcome: 'repeated'; readonly changed: DisputeChanged }
  > {
    try {
      return { outcome: 'found', target: await change.target() };
    } catch (error) {
      const changed = await this.repeatOf(change.disputeId, request);
      if (changed === null) throw error;
      return { outcome: 'repeated', changed };
    }
  }

  private repeatOf(disputeId: string, request: AdmittedRequest): Promise<DisputeChanged | null> {
    return this.commands.execute(new RepeatDisputeChange(disputeId, request));
  }

  private async attempt(change: TargetedChange, request: AdmittedRequest): Promise<LinkedChanged> {
    const { disputeId, targets } = change;
    const { tenant } = request.principal;
    const unreserved: AssignedLink[] = [];
    for (const target of targets) {
      const link = await this.reservations.linkTo(target, tenant);
      if (link === null) return reject(`${target.kind}-not-found`, `There is no such ${target.kind}.`);
      unreserved.push(link);
    }
    // A change that would be refused, or would change nothing, leaves no trace in the configuration.
    const unlinked = new ChangeDispute(disputeId, change.command(unreserved), request);
    const foreseen = await this.commands.execute(new PreviewDisputeChange(unlinked));
    if (foreseen !== null) return foreseen;

    const before = await this.heldBy(tenant, disputeId);
    const { held, links, refused } = await this.reserve(change, request);
    if (refused !== undefined) {
      await this.releaseUnused(held, disputeId, request);
      return refused;
    }
    // If this throws, the dispute may or may not have the links: the reservations must stay.
    const result = await this.commands.execute(new ChangeDispute(disputeId, change.command(links), request));
    await this.releaseUnused([...held, ...before], disputeId, request);
    return result;
  }

  /**
   * Changes the dispute, and releases the reservations that it uses no longer. A process that dies in between
   * leaves them to the next deletion, as `change` does.
   */
  async unlink(
    { disputeId, command }: { readonly disputeId: string; readonly command: DisputeCommand },
    request: AdmittedRequest,
  ): Promise<LinkedChanged> {
    const before = await this.heldBy(request.principal.tenant, disputeId);
    const result = await this.commands.execute(new ChangeDispute(disputeId, command, request));
    await this.releaseUnused(before, disputeId, request);
    return result;
  }

  /** Reserves each target, up to the first that is refused. */
  private async reserve({ disputeId, targets }: TargetedChange, request: AdmittedRequest) {
    const held: HeldReservation[] = [];
    const links: AssignedLink[] = [];
    for (const target of targets) {
      const { reservationId, changed, link } = await this.reservations.reserve(target, disputeId, request);
      if (changed.outcome === 'rejected') return { held, links, refused: changed };
      if (link === null) throw new Error(`The ${target.kind} was deleted while it was reserved.`);
      held.push({ reservationId, target });
      links.push(link);
    }
    return { held, links };
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

  /** Returns the reservations that the dispute uses now. */
  private async heldBy(tenant: string, disputeId: string): Promise<readonly HeldReservation[]> {
    const view = await this.history.view({ tenant, disputeId });
    return view !== null && isInvoiceView(view) ? heldReservations(view) : [];
  }
}

const targeted = (change: LinkedChange, target: LinkTarget): TargetedChange => {
  const also = change.also?.() ?? null;
  return {
    disputeId: change.disputeId,
    targets: also === null ? [target] : [target, also],
    command: ([link = null, second]) => change.command(link, second),
  };
};

/** Returns the reservations that an invoice dispute uses. */
const heldReservations = ({
  reason,
  externalReason,
  resolution,
}: InvoiceDisputeView): readonly HeldReservation[] => [
  ...[reason, externalReason]
    .filter((link) => link !== null)
    .map(({ reservationId, reasonId }) => ({
      reservationId,
      target: { kind: 'reason' as const, reasonId },
    })),
  ...(resolution === null
    ? []
    : [
        {
          reservationId: resolution.reservationId,
          target: { kind: 'resolution' as const, resolutionId: resolution.resolutionId },
        },
      ]),
];
