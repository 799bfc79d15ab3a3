import type { Category, ConfigurationCommand, Reason, ResolutionView } from '#libs/dispute-configuration';
import type {
  CreateCategoryDto,
  CreateReasonDto,
  CreateResolutionDto,
  UpdateCategoryDto,
  UpdateReasonDto,
  UpdateResolutionDto,
} from './billtrust.dto.js';

/** Who changes the configuration and when, with the id for a thing that the change creates. */
export interface Making {
  readonly by: string;
  readonly at: string;
  readonly newId: string;
  /** The request body, byte for byte, as UTF-8 text. */
  readonly received: string;
}

/** A change of something that is there. */
type Changing<Id extends string> = Making & Readonly<Record<Id, string>>;

/** The language of the descriptions in a request. */
interface Written {
  readonly contentLanguage: string | undefined;
}

export const resolutionUpsertOf = (dto: CreateResolutionDto, making: Making): ConfigurationCommand => {
  const { code, description, active, isValid } = dto;
  return { type: 'UpsertResolution', data: { ...making, code, description, active, isValid } };
};

export const resolutionUpdateOf = (
  dto: UpdateResolutionDto,
  { newId: _, ...making }: Changing<'resolutionId'>,
): ConfigurationCommand => {
  const { code, description, active, isValid } = dto;
  return { type: 'UpdateResolution', data: { ...making, code, description, active, isValid } };
};

export const reasonUpsertOf = (dto: CreateReasonDto, making: Making & Written): ConfigurationCommand => {
  const { code, description, active, visibility } = dto;
  const category = categoryOf(dto);
  return { type: 'UpsertReason', data: { ...making, category, code, description, active, visibility } };
};

export const reasonUpdateOf = (
  dto: UpdateReasonDto,
  { newId: _, ...making }: Changing<'reasonId'> & Written,
): ConfigurationCommand => {
  const { code, description, active, visibility } = dto;
  return {
    type: 'UpdateReason',
    data: { ...making, category: categoryOf(dto), code, description, active, visibility },
  };
};

/**
 * Returns the reference to a category, with null as absent (docs/vendors/billtrust.md, "Categories of
 * reasons").
 */
const categoryOf = ({ categoryId, categoryCode }: Pick<CreateReasonDto, 'categoryId' | 'categoryCode'>) => ({
  categoryId: categoryId ?? undefined,
  categoryCode: categoryCode ?? undefined,
});

export const categoryUpsertOf = (dto: CreateCategoryDto, making: Making & Written): ConfigurationCommand => {
  const { code, description, defaultInternalReasonId, defaultExternalReasonId } = dto;
  return {
    type: 'UpsertCategory',
    data: { ...making, code, description, defaultInternalReasonId, defaultExternalReasonId },
  };
};

export const categoryUpdateOf = (
  dto: UpdateCategoryDto,
  { newId: _, ...making }: Changing<'categoryId'> & Written,
): ConfigurationCommand => {
  const { code, description, defaultInternalReasonId, defaultExternalReasonId } = dto;
  return {
    type: 'UpdateCategory',
    data: { ...making, code, description, defaultInternalReasonId, defaultExternalReasonId },
  };
};

/** Returns the document's `DisputeResolutionV1Response` (docs/vendors/billtrust.md, "Resolution"). */
export const resolutionObject = (tenantId: string, resolution: ResolutionView) => ({
  resolutionId: resolution.resolutionId,
  tenantId,
  code: resolution.code,
  description: resolution.description,
  active: resolution.active,
  isValid: resolution.isValid,
  applyWhenInvoiceClosed: resolution.applyWhenInvoiceClosed,
  ...audit(resolution),
});

/**
 * Returns the document's reason, which names its category by id only (docs/vendors/billtrust.md, "Reason").
 */
export const reasonObject = (tenantId: string, reason: Reason) => ({
  reasonId: reason.reasonId,
  tenantId,
  code: reason.code,
  description: reason.description,
  active: reason.active,
  categoryId: reason.categoryId,
  visibility: reason.visibility,
  ...audit(reason),
});

export const categoryObject = (tenantId: string, category: Category) => ({
  categoryId: category.categoryId,
  tenantId,
  code: category.code,
  description: category.description,
  defaultInternalReasonId: category.defaultInternalReasonId,
  defaultExternalReasonId: category.defaultExternalReasonId,
  ...audit(category),
});

const audit = ({ createdBy, createdAt, updatedBy, updatedAt }: Reason | ResolutionView | Category) => ({
  createUser: createdBy,
  createDate: createdAt,
  updateUser: updatedBy,
  updateDate: updatedAt,
});
