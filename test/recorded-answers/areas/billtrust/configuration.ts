import type { Ask } from '../../support/recorded-ledger.js';
import { jsonOf } from '../../support/send.js';

/** The root of the documents' paths; the vendor's own pages also leave out its first part. */
export const ROOT = '/dispute/v1/tenants/acme';
export const SHORT_ROOT = '/v1/tenants/acme';

/** Sends every request of the vendor's document on resolutions. */
export const askResolutions = async (ask: Ask): Promise<void> => {
  await ask('no resolutions', `GET ${ROOT}/resolutions`);
  const created = await ask('a resolution is created', `POST ${ROOT}/resolutions`, {
    body: { code: 'DISPVALID', description: 'Dispute Validated', active: true, isValid: true },
  });
  const { resolutionId } = jsonOf<{ resolutionId: string }>(created);
  await ask('the same resolution is created', `POST ${ROOT}/resolutions`, {
    body: { code: ' dispvalid ', description: 'Dispute Validated', active: true, isValid: true },
  });
  await ask('a resolution is created over one', `POST ${ROOT}/resolutions`, {
    body: { code: 'DISPVALID', description: 'Dispute is valid' },
  });
  await ask('a resolution of a code alone', `POST ${SHORT_ROOT}/resolutions`, {
    body: { code: 'INVALID' },
  });
  await ask('a third resolution', `POST ${ROOT}/resolutions`, {
    body: { code: 'PAID IN-FULL.2', description: null, active: true, isValid: false },
  });
  await ask('the resolutions', `GET ${ROOT}/resolutions`);
  await ask('the resolutions by the short path', `GET ${SHORT_ROOT}/resolutions`);
  await ask('a resolution by its id', `GET ${ROOT}/resolutions/${resolutionId}`);
  await ask('a resolution by its id in capitals', `GET ${ROOT}/resolutions/${resolutionId.toUpperCase()}`);
  await ask('a resolution by its code', `GET ${ROOT}/resolutions/by-code/dispvalid`);
  await ask('a resolution by a code with a blank', `GET ${ROOT}/resolutions/by-code/paid%20in-full.2`);
  await ask('a resolution is updated', `PUT ${ROOT}/resolutions/${resolutionId}`, {
    body: { description: 'Dispute is Valid', active: true, isValid: true },
  });
  await ask('a resolution is updated by nothing', `PUT ${ROOT}/resolutions/${resolutionId}`, { body: {} });
  await ask('a resolution is updated without a body', `PUT ${ROOT}/resolutions/${resolutionId}`);
  await ask('a resolution is updated with its code', `PUT ${ROOT}/resolutions/${resolutionId}`, {
    body: { code: 'dispvalid', description: null },
  });
  await ask('a resolution is given another code', `PUT ${ROOT}/resolutions/${resolutionId}`, {
    body: { code: 'OTHER' },
  });
  await ask(
    'the resolution for closed invoices',
    `PUT ${ROOT}/resolutions/${resolutionId}/apply-when-invoice-closed`,
  );
  await ask('that resolution again', `PUT ${ROOT}/resolutions/${resolutionId}/apply-when-invoice-closed`);
  await ask('a resolution is deleted by its code', `DELETE ${ROOT}/resolutions/by-code/invalid`);
  await ask('a deleted resolution', `GET ${ROOT}/resolutions/by-code/INVALID`);
  await ask('a deleted resolution is deleted', `DELETE ${ROOT}/resolutions/by-code/invalid`);
};

/** Sends every request of the vendor's documents on categories and reasons. */
export const askReasons = async (ask: Ask): Promise<void> => {
  await ask('no categories', `GET ${ROOT}/categories`);
  await ask('no reasons', `GET ${ROOT}/reasons`);
  const category = await ask('a category is created', `POST ${ROOT}/categories`, {
    body: { code: 'SHIPPING', description: 'Shipping' },
  });
  const { categoryId } = jsonOf<{ categoryId: string }>(category);
  await ask('a category of a code alone', `POST ${SHORT_ROOT}/categories`, { body: { code: 'pricing' } });
  const created = await ask('a reason is created', `POST ${ROOT}/reasons`, {
    body: {
      code: 'DAMAGED',
      description: 'Damaged in Shipping',
      active: true,
      categoryId,
      visibility: 'Internal',
      categoryCode: 'SHIPPING',
    },
  });
  const { reasonId } = jsonOf<{ reasonId: string }>(created);
  await ask('the same reason is created', `POST ${ROOT}/reasons`, {
    body: {
      code: 'damaged',
      description: 'Damaged in Shipping',
      active: true,
      categoryCode: 'shipping',
      visibility: 'internal',
    },
  });
  await ask('a reason for others', `POST ${ROOT}/reasons`, {
    body: { code: 'LATE', categoryCode: 'SHIPPING', visibility: 'External' },
  });
  await ask('a reason of another category', `POST ${ROOT}/reasons`, {
    body: { code: 'DAMAGED', categoryCode: 'PRICING' },
  });
  await ask('the reasons', `GET ${ROOT}/reasons`);
  await ask('the reasons for others', `GET ${ROOT}/reasons?Visibility=External`);
  await ask('the reasons of two kinds', `GET ${ROOT}/reasons?Visibility=internal&Visibility=All`);
  await ask('the reasons of a category', `GET ${ROOT}/categories/by-code/shipping/reasons`);
  await ask('a reason by its codes', `GET ${ROOT}/reasons/by-category-code/shipping/by-reason-code/damaged`);
  await ask('a reason by its id', `GET ${SHORT_ROOT}/reasons/${reasonId}`);
  await ask('a reason is updated', `PUT ${ROOT}/reasons/${reasonId}`, {
    body: {
      description: 'Damaged during Shipping',
      active: true,
      categoryId,
      categoryCode: 'SHIPPING',
      visibility: 'Internal',
    },
  });
  await ask('a reason without a category is updated', `PUT ${ROOT}/reasons/${reasonId}`, { body: {} });
  await ask('a reason is given another code', `PUT ${ROOT}/reasons/${reasonId}`, {
    body: { code: 'OTHER', categoryCode: 'SHIPPING' },
  });
  await ask('a reason is moved to where its code is taken', `PUT ${ROOT}/reasons/${reasonId}`, {
    body: { categoryCode: 'PRICING' },
  });
  await ask('a reason of two categories', `POST ${ROOT}/reasons`, {
    body: { code: 'BOTH', categoryId, categoryCode: 'PRICING' },
  });
  await ask('a reason of no category', `POST ${ROOT}/reasons`, {
    body: { code: 'NONE', categoryId: null },
  });
  await ask('a reason of an unknown category', `POST ${ROOT}/reasons`, {
    body: { code: 'NONE', categoryCode: 'NOWHERE' },
  });
  await ask('a reason of an unknown category id', `POST ${ROOT}/reasons`, {
    body: { code: 'NONE', categoryId: 'nowhere' },
  });
  await askCategories(ask, { categoryId, reasonId });
};

const askCategories = async (
  ask: Ask,
  { categoryId, reasonId }: { readonly categoryId: string; readonly reasonId: string },
): Promise<void> => {
  await ask('a category with a default', `POST ${ROOT}/categories`, {
    body: { code: 'SHIPPING', description: 'Shipping', defaultInternalReasonId: reasonId },
  });
  await ask('a default of another category', `POST ${ROOT}/categories`, {
    body: { code: 'PRICING', defaultExternalReasonId: reasonId },
  });
  await ask('a default reason is deleted', `DELETE ${ROOT}/reasons/${reasonId}`);
  await ask('the categories', `GET ${ROOT}/categories`);
  await ask('a category by its code', `GET ${ROOT}/categories/code/shipping`);
  await ask('a category by its code as elsewhere', `GET ${ROOT}/categories/by-code/SHIPPING`);
  await ask('a category by its id', `GET ${ROOT}/categories/${categoryId}`);
  await ask('an unknown category', `GET ${ROOT}/categories/code/nowhere`);
  await ask('an unknown category id', `GET ${ROOT}/categories/nowhere`);
  await ask('the reasons of an unknown category', `GET ${ROOT}/categories/by-code/nowhere/reasons`);
  await ask('an unknown reason', `GET ${ROOT}/reasons/nowhere`);
  await ask('an unknown reason by codes', `GET ${ROOT}/reasons/by-category-code/shipping/by-reason-code/x`);
  await ask('an unknown reason is updated', `PUT ${ROOT}/reasons/nowhere`, {
    body: { categoryCode: 'SHIPPING' },
  });
  await ask('an unknown resolution', `GET ${ROOT}/resolutions/nowhere`);
  await ask('an unknown resolution is updated', `PUT ${ROOT}/resolutions/nowhere`, { body: {} });
  await ask('an unknown resolution is applied', `PUT ${ROOT}/resolutions/nowhere/apply-when-invoice-closed`);
  await ask('an unknown resolution is deleted', `DELETE ${ROOT}/resolutions/nowhere`);
  await ask('an unknown reason is deleted', `DELETE ${ROOT}/reasons/nowhere`);
  await ask(
    'a reason is deleted by its codes',
    `DELETE ${ROOT}/categories/by-code/pricing/reasons/by-code/damaged`,
  );
  await ask(
    'a deleted reason is deleted',
    `DELETE ${ROOT}/categories/by-code/pricing/reasons/by-code/damaged`,
  );
  await ask('a default reason is moved', `PUT ${ROOT}/reasons/${reasonId}`, {
    body: { categoryCode: 'PRICING' },
  });
};
