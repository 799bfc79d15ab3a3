import { Injectable } from '@nestjs/common';
import type { Visibility } from '../domain/configuration-event.js';
import type { Category, Configuration, Link, Reason } from '../domain/configuration.js';
import { defaultReasonFaults, type DefaultReasonFault } from '../domain/decide/category-defaults.js';
import { type CategoryAddress, categoryAt } from '../domain/decide/delete-category.js';
import { type ReasonAddress, reasonAt } from '../domain/decide/delete-reason.js';
import { type ResolutionAddress, resolutionAt } from '../domain/decide/delete-resolution.js';
import type { LinkTarget } from '../domain/decide/reserve-link.js';
import { type ConfigurationPlace, Configurations } from './configurations.js';
import { type ResolutionView, resolutionView, revisionOf } from './configuration-subject.js';

/**
 * An answer and the place in the log as of which it holds. The revision of one entity is that of the last
 * event that changed its representation.
 */
export type Found<View> = Promise<ConfigurationPlace & { readonly view: View }>;

/** A link and the reservation that made it. */
export interface ReservedLink extends Link {
  readonly reservationId: string;
}

/**
 * The queries of a tenant's configuration. They are answered from the folded stream and not from a read
 * model: the fold is in memory for decisions anyway, and includes whatever the caller has written before
 * (decision 0007). Lists keep the order of creation. All reject with StoreUnavailableError when the store is
 * down or does not answer in time.
 */
@Injectable()
export class ConfigurationQueries {
  constructor(private readonly configurations: Configurations) {}

  categories(tenant: string): Found<readonly Category[]> {
    return this.configurations.view(tenant, ({ categories }) => [...categories.values()]);
  }

  category(tenant: string, address: CategoryAddress): Found<Category | null> {
    return this.one(tenant, (state) => {
      const category = categoryAt(address, state);
      return category === undefined ? null : { id: category.categoryId, view: category };
    });
  }

  /** Returns what is wrong with default reasons that a request gives to the category, which may be new. */
  defaultReasonFaults(
    tenant: string,
    address: CategoryAddress,
    given: Parameters<typeof defaultReasonFaults>[0],
  ): Found<readonly DefaultReasonFault[]> {
    return this.configurations.view(tenant, (state) =>
      defaultReasonFaults(given, categoryAt(address, state)?.categoryId ?? null, state),
    );
  }

  /** Returns the reasons of all categories. With visibilities, only those that have exactly one of them. */
  reasons(tenant: string, visibilities?: readonly Visibility[]): Found<readonly Reason[]> {
    return this.configurations.view(tenant, ({ reasons }) =>
      visibilities === undefined
        ? [...reasons.values()]
        : [...reasons.values()].filter(({ visibility }) => visibilities.includes(visibility)),
    );
  }

  /** Returns the category's reasons in the order in which they joined it, or null if it does not exist. */
  reasonsOfCategory(tenant: string, code: string): Found<readonly Reason[] | null> {
    return this.configurations.view(tenant, (state) => {
      const categoryId = state.categoryIdByCode.get(code);
      if (categoryId === undefined) return null;
      const ids = state.reasonIdsByCategory.get(categoryId)?.values() ?? [];
      return [...ids].map((id) => state.reasons.get(id)).filter((reason) => reason !== undefined);
    });
  }

  reason(tenant: string, address: ReasonAddress): Found<Reason | null> {
    return this.one(tenant, (state) => {
      const reason = reasonAt(address, state);
      return reason === undefined ? null : { id: reason.reasonId, view: reason };
    });
  }

  resolutions(tenant: string): Found<readonly ResolutionView[]> {
    return this.configurations.view(tenant, (state) =>
      [...state.resolutions.values()].map((resolution) => resolutionView(resolution, state)),
    );
  }

  resolution(tenant: string, address: ResolutionAddress): Found<ResolutionView | null> {
    return this.one(tenant, (state) => {
      const resolution = resolutionAt(address, state);
      if (resolution === undefined) return null;
      return { id: resolution.resolutionId, view: resolutionView(resolution, state) };
    });
  }

  /** Returns the resolution that ends the disputes of closed invoices, or null when the tenant has none. */
  invoiceClosedResolution(tenant: string): Found<ResolutionView | null> {
    return this.configurations.view(tenant, (state) => {
      const resolution = state.resolutions.get(state.invoiceClosedResolutionId ?? '');
      return resolution === undefined ? null : resolutionView(resolution, state);
    });
  }

  /** Returns the oldest reservations of the target, oldest first, at most `limit`. */
  links(tenant: string, target: LinkTarget, limit: number): Found<readonly ReservedLink[]> {
    return this.configurations.view(tenant, ({ reasonLinks, resolutionLinks }) => {
      const links =
        target.kind === 'reason'
          ? reasonLinks.get(target.reasonId)
          : resolutionLinks.get(target.resolutionId);
      return [...(links ?? [])].slice(0, limit).map(([reservationId, link]) => ({ reservationId, ...link }));
    });
  }

  /** Returns what is found, at its own revision; at that of the configuration if nothing is. */
  private async one<View>(
    tenant: string,
    find: (state: Configuration) => { readonly id: string; readonly view: View } | null,
  ): Found<View | null> {
    const { revision, position, view } = await this.configurations.view(tenant, (state) => {
      const found = find(state);
      return found === null ? null : { view: found.view, revision: revisionOf(found.id, state) };
    });
    return view === null ? { revision, position, view } : { position, ...view };
  }
}
