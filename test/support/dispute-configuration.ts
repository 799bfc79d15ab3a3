import type { ConfigurationCommand } from '../../libs/dispute-configuration/src/domain/configuration-command.js';
import type {
  ConfigurationEvent,
  ReasonTerms,
  ResolutionTerms,
} from '../../libs/dispute-configuration/src/domain/configuration-event.js';

export const when = { by: 'user-1', at: '2026-03-28T15:30:21.242Z' } as const;
export const later = { by: 'user-2', at: '2026-03-30T12:12:00.000Z' } as const;

export const SHIPPING = 'category-shipping';
export const PRICING = 'category-pricing';
export const DAMAGED = 'reason-damaged';
export const VALID = 'resolution-valid';
export const INVALID = 'resolution-invalid';

type Command<Type extends ConfigurationCommand['type']> = Extract<ConfigurationCommand, { type: Type }>;

const categoryCreated = (categoryId: string, code: string): ConfigurationEvent => ({
  type: 'CategoryUpserted',
  data: {
    categoryId,
    code,
    before: null,
    after: { description: null, defaultInternalReasonId: null, defaultExternalReasonId: null },
    ...when,
  },
});

export const shipping = categoryCreated(SHIPPING, 'SHIPPING');
export const pricing = categoryCreated(PRICING, 'PRICING');

export const reasonTerms: ReasonTerms = {
  categoryId: SHIPPING,
  description: 'Damaged in Shipping',
  active: true,
  visibility: 'Internal',
};

export const reasonCreated = (after: Partial<ReasonTerms> = {}, reasonId = DAMAGED): ConfigurationEvent => ({
  type: 'ReasonUpserted',
  data: { reasonId, code: 'DAMAGED', before: null, after: { ...reasonTerms, ...after }, ...when },
});

export const resolutionTerms: ResolutionTerms = {
  description: 'Dispute Validated',
  active: true,
  isValid: true,
};

export const resolutionCreated = (
  resolutionId = VALID,
  code = 'DISPVALID',
  after: Partial<ResolutionTerms> = {},
): ConfigurationEvent => ({
  type: 'ResolutionUpserted',
  data: { resolutionId, code, before: null, after: { ...resolutionTerms, ...after }, ...when },
});

export const resolutionLinked = (reservationId: string, disputeId: string): ConfigurationEvent => ({
  type: 'ResolutionLinked',
  data: { resolutionId: VALID, reservationId, disputeId, ...when },
});

export const resolutionUnlinked = (reservationId: string, disputeId: string): ConfigurationEvent => ({
  type: 'ResolutionUnlinked',
  data: { resolutionId: VALID, reservationId, disputeId, ...when },
});

export const flagged = (resolutionId: string, ...clearedIds: readonly string[]): ConfigurationEvent => ({
  type: 'InvoiceClosedResolutionSet',
  data: { resolutionId, clearedIds, ...when },
});

export const upsertCategory = (
  data: Partial<Command<'UpsertCategory'>['data']> = {},
): ConfigurationCommand => ({
  type: 'UpsertCategory',
  data: { newId: SHIPPING, code: 'SHIPPING', ...later, ...data },
});

export const updateCategory = (
  data: Partial<Command<'UpdateCategory'>['data']> = {},
): ConfigurationCommand => ({ type: 'UpdateCategory', data: { categoryId: SHIPPING, ...later, ...data } });

export const deleteCategory = (
  category: Command<'DeleteCategory'>['data']['category'] = { categoryId: SHIPPING },
): ConfigurationCommand => ({ type: 'DeleteCategory', data: { category, ...later } });

export const upsertReason = (data: Partial<Command<'UpsertReason'>['data']> = {}): ConfigurationCommand => ({
  type: 'UpsertReason',
  data: { newId: DAMAGED, code: 'DAMAGED', category: { categoryId: SHIPPING }, ...later, ...data },
});

export const updateReason = (data: Partial<Command<'UpdateReason'>['data']> = {}): ConfigurationCommand => ({
  type: 'UpdateReason',
  data: { reasonId: DAMAGED, category: { categoryId: SHIPPING }, ...later, ...data },
});

export const deleteReason = (
  reason: Command<'DeleteReason'>['data']['reason'] = { reasonId: DAMAGED },
): ConfigurationCommand => ({ type: 'DeleteReason', data: { reason, ...later } });

export const upsertResolution = (
  data: Partial<Command<'UpsertResolution'>['data']> = {},
): ConfigurationCommand => ({
  type: 'UpsertResolution',
  data: { newId: VALID, code: 'DISPVALID', ...later, ...data },
});

export const updateResolution = (
  data: Partial<Command<'UpdateResolution'>['data']> = {},
): ConfigurationCommand => ({ type: 'UpdateResolution', data: { resolutionId: VALID, ...later, ...data } });

export const setInvoiceClosed = (resolutionId: string): ConfigurationCommand => ({
  type: 'SetInvoiceClosedResolution',
  data: { resolutionId, ...later },
});

export const deleteResolution = (
  resolution: Command<'DeleteResolution'>['data']['resolution'] = { resolutionId: VALID },
): ConfigurationCommand => ({ type: 'DeleteResolution', data: { resolution, ...later } });

export const reserve = (
  target: Command<'ReserveLink'>['data']['target'],
  reservationId = 'reservation-1',
  disputeId = 'dispute-1',
): ConfigurationCommand => ({
  type: 'ReserveLink',
  data: { target, reservationId, disputeId, ...later },
});

export const release = (
  target: Command<'ReleaseLink'>['data']['target'],
  reservationId = 'reservation-1',
): ConfigurationCommand => ({ type: 'ReleaseLink', data: { target, reservationId, ...later } });
