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

/** The reason or resolution to delete. */
export type Deletion =
  | { readonly kind: 'reason'; readonly reason: ReasonAddress }
  | { readonly kind: 'resolution'; readonly resolution: ResolutionAddress };

/**
 * Deletes reasons and resolutions. The configuration refuses while anything is reserved, so reservations that
 * no dispute uses, because their process died, are released first. Each lapses on its dispute before the
 * configuration releases it: a process that was only slow can then no longer use it.
 */
@Injectable()
export class LinkedDeletions {
  constructor(
    private readonly commands: CommandBus,
    private readonly configuration: ConfigurationQueries,
    private readonly reservations: LinkReservations,
  ) {}

  /** Deletes the reason or resolution. Refused if it does not exist, or a dispute is linked to it. */
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

  /**
   * Releases abandoned reservations. Returns false at the first that is used, or too young to be abandoned.
   */
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

  /** Lapses the reservation on its dispute, and returns whether it did: not if the dispute uses it. */
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
