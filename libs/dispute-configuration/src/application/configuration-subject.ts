import { assertNever } from '#libs/kernel';
import type { ConfigurationCommand } from '../domain/configuration-command.js';
import type { Category, Configuration, Reason, Resolution } from '../domain/configuration.js';
import { referencedCategory } from '../domain/category-reference.js';
import { categoryAt } from '../domain/decide/delete-category.js';
import { type ReasonAddress, reasonAt } from '../domain/decide/delete-reason.js';
import { type ResolutionAddress, resolutionAt } from '../domain/decide/delete-resolution.js';

export interface ResolutionView extends Resolution {
  readonly applyWhenInvoiceClosed: boolean;
}

/** What a command was about, and the revision of the last event that changed its representation. */
export type ConfigurationSubject = { readonly revision: bigint } & (
  | { readonly kind: 'category'; readonly category: Category }
  | { readonly kind: 'reason'; readonly reason: Reason }
  | { readonly kind: 'resolution'; readonly resolution: ResolutionView }
);

export const resolutionView = (resolution: Resolution, state: Configuration): ResolutionView => ({
  ...resolution,
  applyWhenInvoiceClosed: state.invoiceClosedResolutionId === resolution.resolutionId,
});

/** Returns the revision of the last event that changed the entity's representation; -1 if there is none. */
export const revisionOf = (id: string, { revisions }: Configuration): bigint => revisions.get(id) ?? -1n;

/** Returns the kind of what the command's path names. */
export const kindOf = ({ type, data }: ConfigurationCommand): ConfigurationSubject['kind'] => {
  switch (type) {
    case 'UpsertCategory':
    case 'UpdateCategory':
    case 'DeleteCategory':
      return 'category';
    case 'UpsertReason':
    case 'UpdateReason':
    case 'DeleteReason':
      return 'reason';
    case 'UpsertResolution':
    case 'UpdateResolution':
    case 'SetInvoiceClosedResolution':
    case 'DeleteResolution':
      return 'resolution';
    case 'ReserveLink':
    case 'ReleaseLink':
      return data.target.kind;
    default:
      return assertNever(type);
  }
};

/** Returns what the command names, as the configuration has it, or null if it is not there. */
export const subjectOf = (
  { type, data }: ConfigurationCommand,
  state: Configuration,
): ConfigurationSubject | null => {
  switch (type) {
    case 'UpsertCategory':
      return categorySubject(state.categoryIdByCode.get(data.code), state);
    case 'UpdateCategory':
      return categorySubject(data.categoryId, state);
    case 'DeleteCategory':
      return categorySubject(categoryAt(data.category, state)?.categoryId, state);
    case 'UpsertReason': {
      const category = referencedCategory(data.category, state);
      const categoryId = category.outcome === 'allowed' ? category.categoryId : '';
      const reasonId = state.reasonIdsByCategory.get(categoryId)?.get(data.code) ?? '';
      return reasonSubject({ reasonId }, state);
    }
    case 'UpdateReason':
      return reasonSubject(data, state);
    case 'DeleteReason':
      return reasonSubject(data.reason, state);
    case 'UpsertResolution':
    case 'UpdateResolution':
    case 'SetInvoiceClosedResolution':
      return resolutionSubject('resolutionId' in data ? data : { code: data.code }, state);
    case 'DeleteResolution':
      return resolutionSubject(data.resolution, state);
    case 'ReserveLink':
    case 'ReleaseLink':
      return data.target.kind === 'reason'
        ? reasonSubject(data.target, state)
        : resolutionSubject(data.target, state);
    default:
      return assertNever(type);
  }
};

const categorySubject = (id: string | undefined, state: Configuration): ConfigurationSubject | null => {
  const category = state.categories.get(id ?? '');
  return category === undefined
    ? null
    : { kind: 'category', category, revision: revisionOf(category.categoryId, state) };
};

const reasonSubject = (address: ReasonAddress, state: Configuration): ConfigurationSubject | null => {
  const reason = reasonAt(address, state);
  return reason === undefined
    ? null
    : { kind: 'reason', reason, revision: revisionOf(reason.reasonId, state) };
};

const resolutionSubject = (address: ResolutionAddress, state: Configuration): ConfigurationSubject | null => {
  const resolution = resolutionAt(address, state);
  if (resolution === undefined) return null;
  const revision = revisionOf(resolution.resolutionId, state);
  return { kind: 'resolution', resolution: resolutionView(resolution, state), revision };
};
