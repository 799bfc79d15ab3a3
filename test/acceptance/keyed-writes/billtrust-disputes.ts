import { deleteReason, deleteResolution, flag, newReason, newResolution } from './billtrust-configuration.js';
import { type Answer, bodyOf } from '../clients.js';
import type { Callers } from './callers.js';
import { done, type Preparation, type Writes } from './writes.js';

const T = '/dispute/v1/tenants/acme';
const PATH = '/dispute/v1/tenants/:tenantId';

const newDispute = async (callers: Callers, documentNumber: string): Promise<string> =>
  (await done(callers, 'POST', { path: `${T}/disputes`, body: { documentNumber } }))['disputeId'] ?? '';

const act = (callers: Callers, route: string, body: object = {}) => {
  const [method = '', path = ''] = route.split(' ');
  return done(callers, method, { path: T + path, body });
};

const opened: Preparation = async (callers, name) => {
  const [reasonId, later] = [await newReason(callers, name), await newReason(callers, `${name}-B`)];
  const meanwhile = async (first: Answer) => {
    const { disputeId } = bodyOf<{ disputeId: string }>(first);
    await act(callers, `PUT /disputes/${disputeId}/reason`, { reasonId: later });
    await deleteReason(callers, reasonId);
  };
  return { path: `${T}/disputes`, body: { documentNumber: name, reasonId }, meanwhile };
};

const assigned = (what: 'reason' | 'externalReason' | 'resolution', isThere: boolean): Preparation => {
  const [create, remove] =
    what === 'resolution'
      ? ([newResolution, deleteResolution] as const)
      : ([newReason, deleteReason] as const);
  const route = what === 'externalReason' ? 'external-reason' : what;
  return async (callers, name) => {
    const [one, other] = [await create(callers, name), await create(callers, `${name}-B`)];
    const disputes = [await newDispute(callers, name), await newDispute(callers, name)];
    const [path = '', otherPath = ''] = disputes.map((id) => `/disputes/${id}/${route}`);
    const body = { [`${what}Id`]: one };
    if (isThere) await act(callers, `PUT ${path}`, body);
    const meanwhile = async () => {
      await act(callers, `PUT ${path}`, { [`${what}Id`]: other });
      await remove(callers, one);
    };
    return { path: T + path, body, other: { path: T + otherPath }, meanwhile };
  };
};

const closed = (isThere: boolean): Preparation => {
  return async (callers, name) => {
    const resolutionId = await newResolution(callers, name);
    const id = await newDispute(callers, name);
    const path = `/disputes/${id}/close`;
    if (isThere) await act(callers, `POST ${path}`, { resolutionId });
    const meanwhile = async () => {
      const other = await newResolution(callers, `${name}-B`);
      await act(callers, `PUT /disputes/${id}/resolution`, { resolutionId: other });
      await deleteResolution(callers, resolutionId);
    };
    return { path: T + path, body: { resolutionId }, meanwhile };
  };
};

const cancelled = (isThere: boolean): Preparation => {
  return async (callers, name) => {
    const path = `/disputes/${await newDispute(callers, name)}/cancel`;
    if (isThere) await act(callers, `POST ${path}`);
    return { path: T + path, body: {} };
  };
};

const invoiceClosed = (isOpen: boolean): Preparation => {
  return async (callers, name) => {
    const resolutionId = await newResolution(callers, name);
    await flag(callers, resolutionId);
    for (let left = isOpen ? 2 : 0; left > 0; left -= 1) await newDispute(callers, name);
    const meanwhile = async () => {
      await newDispute(callers, name);
      await flag(callers, await newResolution(callers, `${name}-B`));
    };
    return { path: `${T}/invoices/${name}/closed`, body: { by: 'ERP' }, meanwhile };
  };
};

const refused =
  (path: string, body: object): Preparation =>
  async (callers, name) => ({ path: `${T}/disputes/${await newDispute(callers, name)}${path}`, body });

export const disputeWrites: Writes = {
  [`POST ${PATH}/disputes`]: {
    new: opened,
    refused: (_, name) => ({ path: `${T}/disputes`, body: { documentNumber: name, reasonId: 'unknown' } }),
  },
  [`PUT ${PATH}/disputes/:disputeId/reason`]: {
    changed: assigned('reason', false),
    nothing: assigned('reason', true),
    refused: refused('/reason', { reasonId: 'unknown' }),
  },
  [`PUT ${PATH}/disputes/:disputeId/external-reason`]: {
    changed: assigned('externalReason', false),
    nothing: assigned('externalReason', true),
    refused: refused('/external-reason', { externalReasonId: 'unknown' }),
  },
  [`PUT ${PATH}/disputes/:disputeId/resolution`]: {
    changed: assigned('resolution', false),
    nothing: assigned('resolution', true),
    refused: refused('/resolution', { resolutionId: 'unknown' }),
  },
  [`POST ${PATH}/disputes/:disputeId/close`]: {
    changed: closed(false),
    nothing: closed(true),
    refused: refused('/close', { resolutionId: 'unknown' }),
  },
  [`POST ${PATH}/disputes/:disputeId/cancel`]: {
    changed: cancelled(false),
    nothing: cancelled(true),
    refused: () => ({ path: `${T}/disputes/unknown/cancel`, body: {} }),
  },
  [`POST ${PATH}/invoices/:documentNumber/closed`]: {
    changed: invoiceClosed(true),
    nothing: invoiceClosed(false),
    refused: async (callers, name) => ({
      ...(await invoiceClosed(true)(callers, name)),
      headers: { 'if-match': '*' },
    }),
  },
};
