import type { AdmittedRequest } from '#libs/access';
import {
  ChangeConfiguration,
  type ConfigurationChanged,
  ConfigurationQueries,
  type LinkTarget,
  type ReasonAddress,
  type ReservedLink,
  type ResolutionAddress,
} from '#libs/dispute-configuration';
import { ChangeDispute } from '#libs/disputes';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { LinkReservations, ownStep } from './link-reservations.js';
import { limits } from './limits.js';

/** What is to be deleted. */
export type Deletion =
  | { readonly kind: 'reason'; readonly reason: ReasonAddress }
  | { readonly kind: 'resolution'; readonly resolution: ResolutionAddress };

/**
 * Deletes reasons and resolutions. The configuration refuses while anything is reserved; a reservation that no dispute
 * uses, because its process died, is given back first. The dispute is told before the configuration, so that
 * even a process that was only slow cannot use a reservation that is gone.
 */
@Injectable()
export class LinkedDeletions {
  constructor(
    private readonly commands: CommandBus,
    private readonly configuration: ConfigurationQueries,
    private readonly reservations: LinkReservations,
  ) {}

  async delete(deletion: Deletion, request: AdmittedRequest): Promise<ConfigurationChanged> {
    const refused = await this.attempt(deletion, request);
    if (refused.outcome === 'committed' || !isLinked(refused.code)) return refused;
    const isFree = await this.releaseAbandoned(deletion, request);
    return isFree ? this.attempt(deletion, request) : refused;
  }

  private attempt(deletion: Deletion, request: AdmittedRequest): Promise<ConfigurationChanged> {
    const data = this.reservations.authorship(request);
    const command =
      deletion.kind === 'reason'
        ? ({ type: 'DeleteReason', data: { ...data, reason: deletion.reason } } as const)
        : ({ type: 'DeleteResolution', data: { ...data, resolution: deletion.resolution } } as const);
    return this.commands.execute(new ChangeConfiguration(command, request));
  }

  /** Whether every reservation that is left was abandoned, and is given back now. Ends at the first that is used. */
  private async releaseAbandoned(deletion: Deletion, request: AdmittedRequest): Promise<boolean> {
    const { tenant } = request.principal;
    const target = await this.targetOf(tenant, deletion);
    if (target === null) return true;
    const links = await this.configuration.links(tenant, target, limits.maxReleasedPerDeletion);
    for (const link of links.view) {
      if (!this.reservations.isOld(link) || !(await this.giveUp(link, request))) return false;
      await this.reservations.release({ target, reservationId: link.reservationId }, request);
    }
    return true;
  }

  /** Whether the dispute does not use the reservation, and never will. */
  private async giveUp(
    { disputeId, reservationId }: ReservedLink,
    request: AdmittedRequest,
  ): Promise<boolean> {
    const data = { reservationId, by: request.actor.name };
    const lapse = new ChangeDispute(disputeId, { type: 'LapseReservation', data }, ownStep(request));
    return (await this.commands.execute(lapse)).outcome === 'committed';
  }

  private async targetOf(tenant: string, deletion: Deletion): Promise<LinkTarget | null> {
    if (deletion.kind === 'reason') {
      const { view } = await this.configuration.reason(tenant, deletion.reason);
      return view === null ? null : { kind: 'reason', reasonId: view.reasonId };
    }
    const { view } = await this.configuration.resolution(tenant, deletion.resolution);
    return view === null ? null : { kind: 'resolution', resolutionId: view.resolutionId };
  }
}

const isLinked = (code: string): boolean => code === 'reason-linked' || code === 'resolution-linked';
