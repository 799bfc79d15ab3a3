import { assertNever } from '#libs/kernel';
import type {
  Authorship,
  CategoryTerms,
  CategoryUpdated,
  CategoryUpserted,
  ConfigurationEvent,
  ReasonLinked,
  ReasonTerms,
  ReasonUpserted,
  Reservation,
  ResolutionTerms,
  ResolutionUpserted,
} from './configuration-event.js';
import { type EntityRevisions, noteRevision } from './entity-revisions.js';

interface Authored {
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

export interface Category extends CategoryTerms, Authored {
  readonly categoryId: string;
  readonly code: string;
}

export interface Reason extends ReasonTerms, Authored {
  readonly reasonId: string;
  readonly code: string;
}

export interface Resolution extends ResolutionTerms, Authored {
  readonly resolutionId: string;
  readonly code: string;
}

/** A dispute that is linked, or is about to be. */
export interface Link {
  readonly disputeId: string;
  readonly linkedAt: string;
  /** The category of a reason at that time, which the dispute names from then on. */
  readonly categoryId?: string | undefined;
}

/** Links by the id of the reservation that made them, oldest first. */
export type Links = ReadonlyMap<string, Link>;

/** What a decision on a tenant's configuration needs to know. Maps keep the order of creation. */
export interface Configuration {
  readonly categories: ReadonlyMap<string, Category>;
  readonly categoryIdByCode: ReadonlyMap<string, string>;
  readonly reasons: ReadonlyMap<string, Reason>;
  /** The ids of a category's reasons, by their codes. */
  readonly reasonIdsByCategory: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly resolutions: ReadonlyMap<string, Resolution>;
  readonly resolutionIdByCode: ReadonlyMap<string, string>;
  readonly invoiceClosedResolutionId: string | null;
  readonly reasonLinks: ReadonlyMap<string, Links>;
  readonly resolutionLinks: ReadonlyMap<string, Links>;
  /** The revision of the last event, -1 before the first. */
  readonly revision: bigint;
  readonly revisions: EntityRevisions;
}

type OwnedLinks = Map<string, Map<string, Link>>;

/** The same, writable for its only owner: the fold that made it. */
interface OwnedConfiguration extends Configuration {
  readonly categories: Map<string, Category>;
  readonly categoryIdByCode: Map<string, string>;
  readonly reasons: Map<string, Reason>;
  readonly reasonIdsByCategory: Map<string, Map<string, string>>;
  readonly resolutions: Map<string, Resolution>;
  readonly resolutionIdByCode: Map<string, string>;
  invoiceClosedResolutionId: string | null;
  readonly reasonLinks: OwnedLinks;
  readonly resolutionLinks: OwnedLinks;
  revision: bigint;
  readonly revisions: Map<string, bigint>;
}

const emptyConfiguration = (): OwnedConfiguration => ({
  categories: new Map(),
  categoryIdByCode: new Map(),
  reasons: new Map(),
  reasonIdsByCategory: new Map(),
  resolutions: new Map(),
  resolutionIdByCode: new Map(),
  invoiceClosedResolutionId: null,
  reasonLinks: new Map(),
  resolutionLinks: new Map(),
  revision: -1n,
  revisions: new Map(),
});

/** The start of every fold. It stays empty: the first event gives the fold a configuration of its own. */
export const noConfiguration: Configuration = emptyConfiguration();

/**
 * Changes the configuration in place and returns it: copying ten thousand reasons for every event would make
 * the first load of a tenant quadratic. A state belongs to the one fold that made it and must not be
 * branched. The values in its maps are replaced and never changed, so what was read from them stays as it was
 * (decision 0007).
 */
export const evolve = (state: Configuration, event: ConfigurationEvent): Configuration => {
  const owned = state === noConfiguration ? emptyConfiguration() : (state as OwnedConfiguration);
  apply(owned, event);
  owned.revision += 1n;
  noteRevision(owned.revisions, event, owned.revision);
  return owned;
};

const apply = (owned: OwnedConfiguration, event: ConfigurationEvent): void => {
  switch (event.type) {
    case 'CategoryUpserted':
      upsertCategory(owned, event.data);
      return;
    case 'CategoryUpdated':
      updateCategory(owned, event.data);
      return;
    case 'CategoryDeleted':
      deleteCategory(owned, event.data.categoryId);
      return;
    case 'ReasonUpserted':
      upsertReason(owned, event.data);
      return;
    case 'ReasonUpdated':
      updateReason(owned, event.data.reasonId, event.data);
      return;
    case 'ReasonDeleted':
      deleteReason(owned, event.data.reasonId);
      return;
    case 'ResolutionUpserted':
      upsertResolution(owned, event.data);
      return;
    case 'ResolutionUpdated':
      updateResolution(owned, event.data.resolutionId, event.data);
      return;
    case 'ResolutionDeleted':
      deleteResolution(owned, event.data.resolutionId);
      return;
    case 'InvoiceClosedResolutionSet':
      moveFlag(owned, event.data);
      return;
    case 'ReasonLinked':
      linkReason(owned, event.data);
      return;
    case 'ReasonUnlinked':
      owned.reasonLinks.get(event.data.reasonId)?.delete(event.data.reservationId);
      return;
    case 'ResolutionLinked':
      link(owned.resolutionLinks, event.data.resolutionId, event.data);
      return;
    case 'ResolutionUnlinked':
      owned.resolutionLinks.get(event.data.resolutionId)?.delete(event.data.reservationId);
      return;
    default:
      assertNever(event);
  }
};

const created = ({ by, at }: Authorship): Authored => ({
  createdBy: by,
  createdAt: at,
  updatedBy: by,
  updatedAt: at,
});

const upsertCategory = (owned: OwnedConfiguration, data: CategoryUpserted['data']): void => {
  const { categoryId, code, after, by, at } = data;
  const known = owned.categories.get(categoryId);
  const authored = known === undefined ? created(data) : { ...known, updatedBy: by, updatedAt: at };
  owned.categories.set(categoryId, { ...authored, categoryId, code, ...after });
  owned.categoryIdByCode.set(code, categoryId);
};

const updateCategory = (
  owned: OwnedConfiguration,
  { categoryId, after, by, at }: CategoryUpdated['data'],
): void => {
  const known = owned.categories.get(categoryId);
  if (known !== undefined)
    owned.categories.set(categoryId, { ...known, ...after, updatedBy: by, updatedAt: at });
};

const deleteCategory = (owned: OwnedConfiguration, categoryId: string): void => {
  const known = owned.categories.get(categoryId);
  if (known === undefined) return;
  owned.categories.delete(categoryId);
  owned.categoryIdByCode.delete(known.code);
  owned.reasonIdsByCategory.delete(categoryId);
};

const upsertReason = (owned: OwnedConfiguration, data: ReasonUpserted['data']): void => {
  const { reasonId, code, after } = data;
  if (owned.reasons.has(reasonId)) {
    updateReason(owned, reasonId, data);
    return;
  }
  owned.reasons.set(reasonId, { ...created(data), reasonId, code, ...after });
  placeReason(owned, after.categoryId, { code, reasonId });
};

const updateReason = (
  owned: OwnedConfiguration,
  reasonId: string,
  { after, by, at }: Authorship & { readonly after: ReasonTerms },
): void => {
  const known = owned.reasons.get(reasonId);
  if (known === undefined) return;
  owned.reasons.set(reasonId, { ...known, ...after, updatedBy: by, updatedAt: at });
  if (known.categoryId === after.categoryId) return;
  owned.reasonIdsByCategory.get(known.categoryId)?.delete(known.code);
  placeReason(owned, after.categoryId, known);
};

const placeReason = (
  owned: OwnedConfiguration,
  categoryId: string,
  { code, reasonId }: Pick<Reason, 'code' | 'reasonId'>,
): void => {
  const ids = owned.reasonIdsByCategory.get(categoryId) ?? new Map<string, string>();
  owned.reasonIdsByCategory.set(categoryId, ids.set(code, reasonId));
};

const deleteReason = (owned: OwnedConfiguration, reasonId: string): void => {
  const known = owned.reasons.get(reasonId);
  if (known === undefined) return;
  owned.reasons.delete(reasonId);
  owned.reasonIdsByCategory.get(known.categoryId)?.delete(known.code);
  owned.reasonLinks.delete(reasonId);
};

const upsertResolution = (owned: OwnedConfiguration, data: ResolutionUpserted['data']): void => {
  const { resolutionId, code, after } = data;
  if (owned.resolutions.has(resolutionId)) {
    updateResolution(owned, resolutionId, data);
    return;
  }
  owned.resolutions.set(resolutionId, { ...created(data), resolutionId, code, ...after });
  owned.resolutionIdByCode.set(code, resolutionId);
};

const updateResolution = (
  owned: OwnedConfiguration,
  resolutionId: string,
  { after, by, at }: Authorship & { readonly after: ResolutionTerms },
): void => {
  const known = owned.resolutions.get(resolutionId);
  if (known !== undefined)
    owned.resolutions.set(resolutionId, { ...known, ...after, updatedBy: by, updatedAt: at });
};

const deleteResolution = (owned: OwnedConfiguration, resolutionId: string): void => {
  const known = owned.resolutions.get(resolutionId);
  if (known === undefined) return;
  owned.resolutions.delete(resolutionId);
  owned.resolutionIdByCode.delete(known.code);
  owned.resolutionLinks.delete(resolutionId);
  if (owned.invoiceClosedResolutionId === resolutionId) owned.invoiceClosedResolutionId = null;
};

/** Moves the flag. Both the resolution that gains it and the one that loses it count as updated. */
const moveFlag = (
  owned: OwnedConfiguration,
  { resolutionId, clearedIds, by, at }: Authorship & { resolutionId: string; clearedIds: readonly string[] },
): void => {
  owned.invoiceClosedResolutionId = resolutionId;
  for (const id of [resolutionId, ...clearedIds]) {
    const known = owned.resolutions.get(id);
    if (known !== undefined) owned.resolutions.set(id, { ...known, updatedBy: by, updatedAt: at });
  }
};

const linkReason = (owned: OwnedConfiguration, data: ReasonLinked['data']): void => {
  const { categoryId } = owned.reasons.get(data.reasonId) ?? {};
  link(owned.reasonLinks, data.reasonId, { ...data, categoryId });
};

const link = (
  all: OwnedLinks,
  targetId: string,
  { reservationId, disputeId, at, categoryId }: Authorship & Reservation & Pick<Link, 'categoryId'>,
): void => {
  const links = all.get(targetId) ?? new Map<string, Link>();
  all.set(targetId, links.set(reservationId, { disputeId, linkedAt: at, categoryId }));
};
