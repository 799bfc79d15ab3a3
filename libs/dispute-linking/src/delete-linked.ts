import type { AdmittedRequest } from '#libs/access';
import {
  ChangeConfiguration,
  type ConfigurationChanged,
  type ConfigurationCommand,
  ConfigurationQueries,
  type CategoryAddress,
  type LinkTarget,
  type ReasonAddress,
  type ReservedLink,
  type ResolutionAddress,
} from '#libs/dispute-configuration';
import { ChangeDispute } from '#libs/disputes';
import { assertNever } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { LinkReservations, ownStep } from './link-reservations.js';
import { limits } from './limits.js';

/** What to delete, with the request body as received. */
export type Deletion = { readonly received?: string } & (
  | { readonly kind: 'category'; readonly category: CategoryAddress }
  | { readonly kind: 'reason'; readonly reason: ReasonAddress }
  | { readonly kind: 'resolution'; readonly resolution: ResolutionAddress }
);

/**
 * Deletes categories, reasons and resolutions. The configuration refuses while anything is reserved, so reservations that
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

  /** Deletes what is named. Refused if it does not exist, or is in use. */
  async delete(deletion: Deletion, request: AdmittedRequest): Promise<ConfigurationChanged> {
    const refused = await this.attempt(deletion, request);
    if (refused.outcome === 'committed' || !isLinked(refused.code)) return refused;
    const isFree = await this.releaseAbandoned(deletion, request);
    return isFree ? this.attempt(deletion, request) : refused;
  }

  private attempt(deletion: Deletion, request: AdmittedRequest): Promise<ConfigurationChanged> {
    const { received } = deletion;
    const data = { ...this.reservations.authorship(request), received };
    return this.commands.execute(new ChangeConfiguration(commandOf(deletion, data), request));
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
    if (deletion.kind === 'category') return null;
    const { view } = await this.configuration.resolution(tenant, deletion.resolution);
    return view === null ? null : { kind: 'resolution', resolutionId: view.resolutionId };
  }
}

const commandOf = (
  deletion: Deletion,
  data: ReturnType<LinkReservations['authorship']> & { readonly received: string | undefined },
): ConfigurationCommand => {
  switch (deletion.kind) {
    case 'category':
      return { type: 'DeleteCategory', data: { ...data, category: deletion.category } };
    case 'reason':
      return { type: 'DeleteReason', data: { ...data, reason: deletion.reason } };
    case 'resolution':
      return { type: 'DeleteResolution', data: { ...data, resolution: deletion.resolution } };
    default:
      return assertNever(deletion);
  }
};

const isLinked = (code: string): boolean => code === 'reason-linked' || code === 'resolution-linked';
