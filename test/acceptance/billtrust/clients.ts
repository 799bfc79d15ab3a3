import { expect } from '@jest/globals';
import type { RunningLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { type Answer, bodyOf, send } from '../clients.js';

type Headers = Record<string, string>;

const allPermissions = ['Dispute Configuration', 'Dispute Management'].flatMap((area) =>
  ['READ', 'CREATE', 'UPDATE', 'DELETE'].map((action) => `${area}:${action}`),
);

/** One user's system. It sends a JSON content type with every request, as the documents do. */
export interface User {
  readonly apiKey: string;
  readonly tenant: string;
  /** Sends a request to a path of the user's own tenant. */
  call(method: string, path: string, request?: { body?: unknown; headers?: Headers }): Promise<Answer>;
  /** Creates a resolution and returns the answer's body. */
  resolution(code: string, fields?: object): Promise<Resolution>;
  reason(code: string, fields: object): Promise<Reason>;
  category(code: string): Promise<{ readonly categoryId: string }>;
  dispute(fields?: object): Promise<Dispute>;
}

export interface Resolution {
  readonly resolutionId: string;
  readonly code: string;
  readonly applyWhenInvoiceClosed: boolean;
  readonly [field: string]: unknown;
}

export interface Reason {
  readonly reasonId: string;
  readonly categoryId: string;
  readonly [field: string]: unknown;
}

export interface Dispute {
  readonly disputeId: string;
  readonly status: number;
  readonly [field: string]: unknown;
}

const created = <Body>(answer: Answer): Body => {
  expect([answer.status, answer.text]).toStrictEqual([201, expect.any(String)]);
  return bodyOf<Body>(answer);
};

export const userWith = (
  { url }: Pick<RunningLedger, 'url'>,
  { apiKey, tenant }: Pick<User, 'apiKey' | 'tenant'>,
): User => {
  const call: User['call'] = (method, path, { body, headers = {} } = {}) =>
    send(`${url}/dispute/v1/tenants/${tenant}${path}`, {
      method,
      headers: { 'x-billtrust-api-key': apiKey, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    apiKey,
    tenant,
    call,
    resolution: async (code, fields = {}) =>
      created(await call('POST', '/resolutions', { body: { code, ...fields } })),
    reason: async (code, fields) => created(await call('POST', '/reasons', { body: { code, ...fields } })),
    category: async (code) => created(await call('POST', '/categories', { body: { code } })),
    dispute: async (fields = {}) =>
      created(await call('POST', '/disputes', { body: { documentNumber: 'INV-1001', ...fields } })),
  };
};

/** Issues a key to a user of the tenant and resolves when the running ledger accepts it. */
export const userOf = async (
  running: RunningLedger,
  tenant = 'acme',
  { holder = 'user-1', scopes = allPermissions }: { holder?: string; scopes?: readonly string[] } = {},
): Promise<User> => {
  const grant = { family: 'billtrust', tenant, holder, scopes };
  const { apiKey } = await running.credentials.issueApiKey(grant, 'bt_');
  const user = userWith(running, { apiKey, tenant });
  await until(async () => !(await user.call('GET', '/resolutions')).text.includes('is not valid'));
  return user;
};

/** Expects a refusal in the vendor's own envelope, with no other keys. */
export const expectRefusal = (answer: Answer, status: number, ...errors: readonly unknown[]): void => {
  expect([answer.status, bodyOf(answer)]).toStrictEqual([
    status,
    {
      status,
      correlationId: answer.headers.get('x-bt-corr-id'),
      errors: errors.length === 0 ? [expect.stringMatching(/./)] : errors,
    },
  ]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('x-api-version')).toBe('1.0.0');
};
