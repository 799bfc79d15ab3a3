import type { Callers } from './callers.js';
import { done, type Preparation, type Writes } from './writes.js';

const T = '/dispute/v1/tenants/acme';
const PATH = '/dispute/v1/tenants/:tenantId';

const post = (callers: Callers, path: string, body: object) =>
  done(callers, 'POST', { path: T + path, body });

const put = (callers: Callers, path: string, body?: object) => done(callers, 'PUT', { path: T + path, body });

const remove = (callers: Callers, path: string) => done(callers, 'DELETE', { path: T + path });

export const newResolution = async (callers: Callers, code: string): Promise<string> =>
  (await post(callers, '/resolutions', { code }))['resolutionId'] ?? '';

/** Creates a reason of the category `CAT`, and the category if it is not there. */
export const newReason = async (callers: Callers, code: string): Promise<string> => {
  await post(callers, '/categories', { code: 'CAT' });
  const reason = { code, categoryCode: 'CAT', visibility: 'All' };
  return (await post(callers, '/reasons', reason))['reasonId'] ?? '';
};

export const deleteReason = (callers: Callers, id: string) => remove(callers, `/reasons/${id}`);

export const deleteResolution = (callers: Callers, id: string) => remove(callers, `/resolutions/${id}`);

export const flag = (callers: Callers, id: string) =>
  put(callers, `/resolutions/${id}/apply-when-invoice-closed`);

const upserted = (description: string, isThere: boolean): Preparation => {
  return async (callers, code) => {
    const body = { code, description };
    if (isThere) await post(callers, '/resolutions', { code, description: 'kept' });
    return {
      path: `${T}/resolutions`,
      body,
      meanwhile: () => post(callers, '/resolutions', { code, description: 'later', active: true }),
    };
  };
};

const upsertedReason = (description: string, isThere: boolean): Preparation => {
  return async (callers, code) => {
    await post(callers, '/categories', { code: 'CAT' });
    const reason = { code, categoryCode: 'CAT' };
    if (isThere) await post(callers, '/reasons', { ...reason, description: 'kept' });
    const meanwhile = async () => {
      const { reasonId = '' } = await post(callers, '/reasons', { ...reason, description: 'later' });
      await deleteReason(callers, reasonId);
    };
    return { path: `${T}/reasons`, body: { ...reason, description }, meanwhile };
  };
};

const upsertedCategory = (description: string, isThere: boolean): Preparation => {
  return async (callers, code) => {
    if (isThere) await post(callers, '/categories', { code, description: 'kept' });
    const meanwhile = () => post(callers, '/categories', { code, description: 'later' });
    return { path: `${T}/categories`, body: { code, description }, meanwhile };
  };
};

const updated = (description: string | null): Preparation => {
  return async (callers, code) => {
    const id = await newResolution(callers, code);
    return {
      path: `${T}/resolutions/${id}`,
      body: { description },
      meanwhile: () => deleteResolution(callers, id),
    };
  };
};

const newCategory = async (callers: Callers, code: string): Promise<string> =>
  (await post(callers, '/categories', { code }))['categoryId'] ?? '';

const deleteCategory = (callers: Callers, id: string) => remove(callers, `/categories/${id}`);

const updatedCategory = (description: string | null): Preparation => {
  return async (callers, code) => {
    const id = await newCategory(callers, code);
    const path = `${T}/categories/${id}`;
    return { path, body: { description }, meanwhile: () => deleteCategory(callers, id) };
  };
};

const updatedReason = (description: string | null): Preparation => {
  return async (callers, code) => {
    const id = await newReason(callers, code);
    const body = { categoryCode: 'CAT', description };
    return { path: `${T}/reasons/${id}`, body, meanwhile: () => deleteReason(callers, id) };
  };
};

const flagged = (isThere: boolean): Preparation => {
  return async (callers, code) => {
    const [one, other] = [await newResolution(callers, code), await newResolution(callers, `${code}-B`)];
    if (isThere) await flag(callers, one);
    const meanwhile = async () => {
      await flag(callers, other);
      await deleteResolution(callers, one);
    };
    const path = (id: string) => `${T}/resolutions/${id}/apply-when-invoice-closed`;
    return { path: path(one), other: { path: path(other) }, meanwhile };
  };
};

/** The deleted thing is made again under its code: the repeat must not delete that one. */
const deletedByCode = (
  create: (callers: Callers, code: string) => Promise<string>,
  path: (code: string) => string,
): Preparation => {
  return async (callers, code) => {
    await create(callers, code);
    const meanwhile = () => create(callers, code);
    return { path: path(code), other: { path: path(`${code}-B`) }, meanwhile };
  };
};

const deletedById = (
  create: (callers: Callers, code: string) => Promise<string>,
  root: string,
): Preparation => {
  return async (callers, code) => {
    const id = await create(callers, code);
    const meanwhile = () => create(callers, code);
    return { path: `${root}/${id}`, other: { path: `${root}/another` }, meanwhile };
  };
};

const reasonByCode = (code: string) => `${T}/categories/by-code/CAT/reasons/by-code/${code}`;
const resolutionByCode = (code: string) => `${T}/resolutions/by-code/${code}`;

const unknown =
  (path: string, body?: object): Preparation =>
  () => ({ path: T + path, body });

export const configurationWrites: Writes = {
  [`POST ${PATH}/categories`]: {
    new: upsertedCategory('first', false),
    changed: upsertedCategory('changed', true),
    nothing: upsertedCategory('kept', true),
    refused: unknown('/categories', { code: 'NEW', defaultInternalReasonId: 'unknown' }),
  },
  [`PUT ${PATH}/categories/:categoryId`]: {
    changed: updatedCategory('changed'),
    nothing: updatedCategory(null),
    refused: unknown('/categories/unknown', { description: 'x' }),
  },
  [`DELETE ${PATH}/categories/:categoryId`]: {
    changed: deletedById(newCategory, `${T}/categories`),
    refused: unknown('/categories/unknown'),
  },
  [`DELETE ${PATH}/categories/code/:categoryCode`]: {
    changed: deletedByCode(newCategory, (code) => `${T}/categories/code/${code}`),
    refused: unknown('/categories/code/UNKNOWN'),
  },
  [`POST ${PATH}/reasons`]: {
    new: upsertedReason('first', false),
    changed: upsertedReason('changed', true),
    nothing: upsertedReason('kept', true),
    refused: unknown('/reasons', { code: 'NEW', categoryCode: 'UNKNOWN' }),
  },
  [`PUT ${PATH}/reasons/:reasonId`]: {
    changed: updatedReason('changed'),
    nothing: updatedReason(null),
    refused: unknown('/reasons/unknown', { categoryCode: 'CAT' }),
  },
  [`DELETE ${PATH}/reasons/:reasonId`]: {
    changed: deletedById(newReason, `${T}/reasons`),
    refused: unknown('/reasons/unknown'),
  },
  [`DELETE ${PATH}/categories/by-code/:categoryCode/reasons/by-code/:reasonCode`]: {
    changed: deletedByCode(newReason, reasonByCode),
    refused: unknown('/categories/by-code/CAT/reasons/by-code/UNKNOWN'),
  },
  [`POST ${PATH}/resolutions`]: {
    new: upserted('first', false),
    changed: upserted('changed', true),
    nothing: upserted('kept', true),
    refused: unknown('/resolutions', { code: 5 }),
  },
  [`PUT ${PATH}/resolutions/:resolutionId`]: {
    changed: updated('changed'),
    nothing: updated(null),
    refused: unknown('/resolutions/unknown', { active: true }),
  },
  [`PUT ${PATH}/resolutions/:resolutionId/apply-when-invoice-closed`]: {
    changed: flagged(false),
    nothing: flagged(true),
    refused: unknown('/resolutions/unknown/apply-when-invoice-closed'),
  },
  [`DELETE ${PATH}/resolutions/:resolutionId`]: {
    changed: deletedById(newResolution, `${T}/resolutions`),
    refused: unknown('/resolutions/unknown'),
  },
  [`DELETE ${PATH}/resolutions/by-code/:resolutionCode`]: {
    changed: deletedByCode(newResolution, resolutionByCode),
    refused: unknown('/resolutions/by-code/UNKNOWN'),
  },
};
