import { randomUUID } from 'node:crypto';
import type { AdmittedRequest } from '#libs/access';
import {
  ChangeConfiguration,
  type ConfigurationChanged,
  ConfigurationQueries,
  type LinkTarget,
  type ReservedLink,
} from '#libs/dispute-configuration';
import type { AssignedReason, AssignedResolution } from '#libs/disputes';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { limits } from './limits.js';

/** A reservation that is held, and what it is of. */
export interface HeldReservation {
  readonly reservationId: string;
  readonly target: LinkTarget;
}

/** What a dispute is to be linked to, as the tenant's configuration has it. */
export type AssignedLink =
  | { readonly kind: 'reason'; readonly reason: AssignedReason }
  | { readonly kind: 'resolution'; readonly resolution: AssignedResolution };

/** Makes and gives back reservations of links, each in an append of its own. */
@Injectable()
export class LinkReservations {
  constructor(
    private readonly commands: CommandBus,
    private readonly configuration: ConfigurationQueries,
    private readonly clock: Clock,
  ) {}

  /** A reservation is never made twice: every attempt has its own, so that giving one back takes nobody else's. */
  async reserve(
    target: LinkTarget,
    disputeId: string,
    request: AdmittedRequest,
  ): Promise<{ readonly reservationId: string; readonly changed: ConfigurationChanged }> {
    const reservationId = randomUUID();
    const data = { target, disputeId, reservationId, ...this.authorship(request) };
    return { reservationId, changed: await this.change({ type: 'ReserveLink', data }, request) };
  }

  async release({ reservationId, target }: HeldReservation, request: AdmittedRequest): Promise<void> {
    const data = { target, reservationId, ...this.authorship(request) };
    await this.change({ type: 'ReleaseLink', data }, request);
  }

  /** The target as a dispute would record it; null when the tenant does not have it. */
  async linkTo(target: LinkTarget, reservationId: string, tenant: string): Promise<AssignedLink | null> {
    if (target.kind === 'resolution') {
      const { view } = await this.configuration.resolution(tenant, target);
      if (view === null) return null;
      const { resolutionId, code, description, isValid } = view;
      return { kind: 'resolution', resolution: { reservationId, resolutionId, code, description, isValid } };
    }
    const { view } = await this.configuration.reason(tenant, target);
    if (view === null) return null;
    const { reasonId, code, description, categoryId } = view;
    const category = await this.configuration.category(tenant, { categoryId });
    const categoryCode = category.view?.code ?? '';
    return {
      kind: 'reason',
      reason: { reservationId, reasonId, code, description, categoryId, categoryCode },
    };
  }

  /** Who asks, and when. */
  authorship({ actor }: AdmittedRequest): { by: string; at: string } {
    return { by: actor.name, at: this.clock.now().toISOString() };
  }

  /** A change that is under way is left alone: it would only have to begin anew. */
  isOld({ linkedAt }: ReservedLink): boolean {
    return this.clock.now().getTime() - Date.parse(linkedAt) > limits.abandonedAfterMs;
  }

  private change(
    command: ChangeConfiguration['command'],
    request: AdmittedRequest,
  ): Promise<ConfigurationChanged> {
    return this.commands.execute(new ChangeConfiguration(command, ownStep(request)));
  }
}

/** The request's key and `If-Match` belong to the change that was asked for, not to the steps that lead to it. */
export const ownStep = (request: AdmittedRequest): AdmittedRequest => ({
  ...request,
  idempotencyKey: undefined,
  ifRevision: undefined,
});
