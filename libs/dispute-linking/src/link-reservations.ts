import { randomUUID } from 'node:crypto';
import type { AdmittedRequest } from '#libs/access';
import {
  ChangeConfiguration,
  type ConfigurationChanged,
  ConfigurationQueries,
  type LinkTarget,
  type Reason,
  type ReservedLink,
  type ResolutionView,
} from '#libs/dispute-configuration';
import type { AssignedReason, AssignedResolution } from '#libs/disputes';
import { Clock, msOf } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { limits } from './limits.js';

/** A held reservation and its target. */
export interface HeldReservation {
  readonly reservationId: string;
  readonly target: LinkTarget;
}

/** The reason or resolution to link a dispute to, as the tenant's configuration has it now. */
export type AssignedLink =
  | { readonly kind: 'reason'; readonly reason: AssignedReason }
  | { readonly kind: 'resolution'; readonly resolution: AssignedResolution };

/** A reservation that was asked for. */
interface Reserved {
  readonly reservationId: string;
  readonly changed: ConfigurationChanged;
  readonly link: AssignedLink | null;
}

/** What a dispute can be linked to, as the configuration has it. */
type LinkSubject =
  | { readonly kind: 'reason'; readonly reason: Reason }
  | { readonly kind: 'resolution'; readonly resolution: ResolutionView };

/** Reserves and releases links, each in an append of its own. */
@Injectable()
export class LinkReservations {
  constructor(
    private readonly commands: CommandBus,
    private readonly configuration: ConfigurationQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * Reserves the target. Every call makes a reservation of its own, so that releasing it never releases
   * another's. The link is to the target as the reservation found it; null if it was refused.
   */
  async reserve(target: LinkTarget, disputeId: string, request: AdmittedRequest): Promise<Reserved> {
    const reservationId = randomUUID();
    const data = { target, disputeId, reservationId, ...this.authorship(request) };
    const changed = await this.change({ type: 'ReserveLink', data }, request);
    const subject = changed.outcome === 'committed' ? changed.subject : null;
    const reserved = subject?.kind === 'category' ? null : subject;
    const link = await this.linkFrom(reserved, reservationId, request.principal.tenant);
    return { reservationId, changed, link };
  }

  async release({ reservationId, target }: HeldReservation, request: AdmittedRequest): Promise<void> {
    const data = { target, reservationId, ...this.authorship(request) };
    await this.change({ type: 'ReleaseLink', data }, request);
  }

  /** Returns the target as a dispute would record it; null if the tenant does not have it. */
  async linkTo(target: LinkTarget, tenant: string): Promise<AssignedLink | null> {
    const subject = await this.subjectOf(target, tenant);
    return this.linkFrom(subject, 'none', tenant);
  }

  private async subjectOf(target: LinkTarget, tenant: string): Promise<LinkSubject | null> {
    if (target.kind === 'resolution') {
      const { view } = await this.configuration.resolution(tenant, target);
      return view === null ? null : { kind: 'resolution', resolution: view };
    }
    const { view } = await this.configuration.reason(tenant, target);
    return view === null ? null : { kind: 'reason', reason: view };
  }

  private async linkFrom(
    subject: LinkSubject | null,
    reservationId: string,
    tenant: string,
  ): Promise<AssignedLink | null> {
    if (subject === null) return null;
    if (subject.kind === 'resolution') {
      const { resolutionId, code, description, isValid } = subject.resolution;
      return { kind: 'resolution', resolution: { reservationId, resolutionId, code, description, isValid } };
    }
    const { reasonId, code, description, categoryId } = subject.reason;
    const category = await this.configuration.category(tenant, { categoryId });
    const categoryCode = category.view?.code ?? '';
    const categoryDescription = category.view?.description ?? null;
    return {
      kind: 'reason',
      reason: {
        reservationId,
        reasonId,
        code,
        description,
        categoryId,
        categoryCode,
        categoryDescription,
      },
    };
  }

  /** Returns who acts, and when. */
  authorship({ actor }: AdmittedRequest): { by: string; at: string } {
    return { by: actor.name, at: this.clock.now().toISOString() };
  }

  /**
   * Returns whether the reservation is old. A young one may belong to a change in progress, which would have
   * to restart.
   */
  isOld({ linkedAt }: ReservedLink): boolean {
    return this.clock.now().getTime() - msOf(linkedAt) > limits.abandonedAfterMs;
  }

  private change(
    command: ChangeConfiguration['command'],
    request: AdmittedRequest,
  ): Promise<ConfigurationChanged> {
    return this.commands.execute(new ChangeConfiguration(command, ownStep(request)));
  }
}

/**
 * Returns the request without its idempotency key and preconditions: they belong to the change that was asked
 * for, not to the steps that lead to it.
 */
export const ownStep = (request: AdmittedRequest): AdmittedRequest => ({
  ...request,
  idempotencyKey: undefined,
  preconditions: undefined,
});
