import { auditorKey, register, type RunningLedger } from '../../support/running-ledger.js';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import { userOf } from '../billtrust/clients.js';
import { type Answer, send } from '../clients.js';
import { developerOf } from '../enfinitos/clients.js';

type Headers = Readonly<Record<string, string>>;

export interface Sent {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Headers;
}

/** Two callers of every API, who belong to the same tenant. */
export interface Callers {
  /** Sends a request with the credential that its path asks for. */
  call(method: string, sent: Sent, caller?: 'first' | 'second'): Promise<Answer>;
}

interface Credentials {
  readonly first: Headers;
  readonly second: Headers;
}

const isOf = {
  billtrust: (path: string) => path.includes('/tenants/'),
  enfinitos: (path: string) => path.startsWith('/v1/disputes'),
  ledger: (path: string) => path.startsWith('/ledger/'),
};

const credentialsOf = async (running: RunningLedger): Promise<(path: string) => Credentials> => {
  const users = [await userOf(running), await userOf(running, 'acme', { holder: 'user-2' })];
  const developers = [
    await developerOf(running),
    await developerOf(running, 'acme', { holder: 'developer-2' }),
  ];
  const institutions = [newInstitution('Gotham ODR'), newInstitution('Metropolis ODR')];
  for (const institution of institutions) await register(running, institution);
  const signed = async (type: string) =>
    (await Promise.all(institutions.map((institution) => documentedHeader(institution, type)))).map(
      (authorization) => ({ authorization }),
    );
  const auditor = `Bearer ${await auditorKey(running)}`;
  const both = ([first = {}, second = {}]: readonly Headers[]): Credentials => ({ first, second });
  const billtrust = both(users.map(({ apiKey }) => ({ 'x-billtrust-api-key': apiKey })));
  const enfinitos = both(developers.map(({ apiKey }) => ({ authorization: `Bearer ${apiKey}` })));
  const [updates, statuses] = [both(await signed('update')), both(await signed('status'))];
  return (path) => {
    if (isOf.billtrust(path)) return billtrust;
    if (isOf.enfinitos(path)) return enfinitos;
    if (isOf.ledger(path)) return { first: { authorization: auditor }, second: {} };
    return path === '/status' ? statuses : updates;
  };
};

/** Returns the callers of a ledger. `url` is asked at each call, because a restart changes it. */
export const callersOf = async (running: RunningLedger, url: () => string): Promise<Callers> => {
  const credentials = await credentialsOf(running);
  return {
    call: (method, { path, body, headers = {} }, caller = 'first') =>
      send(url() + path, {
        method,
        headers: { ...credentials(path)[caller], 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
};
