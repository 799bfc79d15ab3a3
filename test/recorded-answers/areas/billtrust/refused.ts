import type { Ask } from '../../support/recorded-ledger.js';
import { type Answer, jsonOf } from '../../support/send.js';
import { ROOT } from './configuration.js';

type Body = Readonly<Record<string, unknown>>;

/** Sends bodies that cannot be read or are not valid. */
export const askInvalid = async (ask: Ask): Promise<void> => {
  const opened = await ask('a dispute to refuse things of', `POST ${ROOT}/disputes`, {
    body: { documentNumber: 'INV-4001' },
  });
  const dispute = `${ROOT}/disputes/${jsonOf<{ disputeId: string }>(opened).disputeId}`;
  for (const [what, line] of [
    ['a resolution', `POST ${ROOT}/resolutions`],
    ['a resolution update', `PUT ${ROOT}/resolutions/nowhere`],
    ['a category', `POST ${ROOT}/categories`],
    ['a reason', `POST ${ROOT}/reasons`],
    ['a dispute', `POST ${ROOT}/disputes`],
    ['a dispute reason', `PUT ${dispute}/reason`],
    ['a dispute resolution', `PUT ${dispute}/resolution`],
    ['a closing', `POST ${dispute}/close`],
    ['a cancellation', `POST ${dispute}/cancel`],
  ] as const) {
    await ask(`no json for ${what}`, line, { body: '{"code":' });
    await ask(`a list for ${what}`, line, { body: [] });
    await ask(`values of other kinds for ${what}`, line, { body: OTHER_KINDS });
  }
  for (const [what, path, body] of INVALID) await ask(what, `POST ${ROOT}/${path}`, { body });
  for (const [what, line, body] of [
    ['a closing without a resolution', `POST ${dispute}/close`, {}],
    ['a closing with an unknown code', `POST ${dispute}/close`, { resolutionCode: 'NOWHERE' }],
    ['a closing with an unknown id', `POST ${dispute}/close`, { resolutionId: 'nowhere' }],
    ['no reason for a dispute', `PUT ${dispute}/reason`, {}],
    ['a reason without its category', `PUT ${dispute}/reason`, { reasonCode: 'DAMAGED' }],
    ['an unknown reason for a dispute', `PUT ${dispute}/reason`, { categoryCode: 'A', reasonCode: 'B' }],
    ['an unknown reason id for a dispute', `PUT ${dispute}/reason`, { reasonId: 'nowhere' }],
    ['notes too long', `POST ${dispute}/cancel`, { notes: 'n'.repeat(5_001) }],
  ] as const)
    await ask(what, line, { body });
  await ask('a body that is no json by its type', `POST ${ROOT}/resolutions`, {
    headers: { 'content-type': 'text/plain' },
    body: 'code=1',
  });
  await ask('a body of too many bytes', `POST ${ROOT}/resolutions`, {
    body: { code: 'x'.repeat(262_144) },
  });
};

const OTHER_KINDS: Body = {
  code: 1,
  description: 2,
  active: 'yes',
  isValid: null,
  categoryId: 3,
  categoryCode: 4,
  visibility: 'Nobody',
  defaultInternalReasonId: 5,
  defaultExternalReasonId: [],
  documentNumber: 6,
  poNumber: 7,
  accountNumber: {},
  accountName: 8,
  amount: -1,
  currencyCode: 'dollars',
  originSystem: 9,
  reasonId: 10,
  reasonCode: 11,
  resolutionId: 12,
  resolutionCode: 13,
  notes: 14,
};

const INVALID: readonly (readonly [string, string, Body])[] = [
  ['a resolution without a code', 'resolutions', {}],
  ['a code too long', 'resolutions', { code: 'C'.repeat(51), description: 'd'.repeat(501) }],
  ['a code of a slash', 'resolutions', { code: '/' }],
  ['a category without a code', 'categories', { description: 'x' }],
  ['an unknown default', 'categories', { code: 'NEW', defaultInternalReasonId: 'nowhere' }],
  ['a reason without a code', 'reasons', { categoryCode: 'SHIPPING' }],
  ['a dispute without a document', 'disputes', {}],
  ['a dispute of five decimals', 'disputes', { documentNumber: 'I', amount: '1.00001' }],
  ['a dispute of a number of five decimals', 'disputes', { documentNumber: 'I', amount: 1.00001 }],
  ['a dispute of an unknown reason', 'disputes', { documentNumber: 'I', reasonId: 'nowhere' }],
  ['a dispute of a reason without its category', 'disputes', { documentNumber: 'I', reasonCode: 'DAMAGED' }],
  [
    'a dispute of long texts',
    'disputes',
    {
      documentNumber: 'd'.repeat(101),
      poNumber: 'p'.repeat(101),
      accountNumber: 'a'.repeat(101),
      accountName: 'n'.repeat(101),
      originSystem: 'o'.repeat(101),
      description: 'd'.repeat(501),
    },
  ],
];

/** Asks for paths, methods and disputes that do not exist. */
export const askElsewhere = async (ask: Ask): Promise<void> => {
  for (const [name, line] of [
    ['an unknown dispute', `GET ${ROOT}/disputes/nowhere`],
    ['an unknown dispute is cancelled', `POST ${ROOT}/disputes/nowhere/cancel`],
    ['an unknown route', `GET ${ROOT}/nothing`],
    ['an unknown route of the short path', 'GET /v1/tenants/acme/nothing'],
    ['an unknown part', `GET ${ROOT}/disputes/1/2/3`],
    ['the root itself', 'GET /dispute/v1/tenants'],
    ['a patch', `PATCH ${ROOT}/resolutions`],
    ['a delete of all', `DELETE ${ROOT}/resolutions`],
    ['a put of a dispute', `PUT ${ROOT}/disputes/1`],
    ['a get of a closing', `GET ${ROOT}/disputes/1/close`],
    ['a broken escape', `GET ${ROOT}/resolutions/by-code/%zz`],
    ['another version', 'GET /dispute/v2/tenants/acme/resolutions'],
  ] as const)
    await ask(name, line);
  await ask('an unknown dispute is given a reason', `PUT ${ROOT}/disputes/nowhere/reason`, {
    body: { categoryCode: 'SHIPPING', reasonCode: 'DAMAGED' },
  });
  await ask('an unknown dispute is closed', `POST ${ROOT}/disputes/nowhere/close`, {
    body: { resolutionCode: 'DISPVALID' },
  });
};

interface Keys {
  readonly known: string;
  readonly revoked: string;
  readonly reader: string;
  readonly elsewhere: string;
  readonly bearer: string;
}

/** Asks with every kind of credential, good and bad. */
export const askCredentials = async (ask: Ask, keys: Keys): Promise<readonly Answer[]> => {
  const line = `GET ${ROOT}/resolutions`;
  const answers: Answer[] = [];
  for (const [name, headers] of [
    ['no credential', {}],
    ['a key that nobody has', { 'x-billtrust-api-key': 'bt_unknown' }],
    ['a key with a blank', { 'x-billtrust-api-key': 'bt unknown' }],
    ['a revoked key', { 'x-billtrust-api-key': keys.revoked }],
    ['a key of another tenant', { 'x-billtrust-api-key': keys.elsewhere }],
    ['a key of another api', { 'x-billtrust-api-key': keys.bearer }],
    ['a key as a bearer', { authorization: `Bearer ${keys.known}` }],
    ['a key in the other header', { 'x-billtrust-auth': keys.known }],
    ['a key without the permission', { 'x-billtrust-api-key': keys.reader }],
    ['a correlation id of theirs', { 'x-billtrust-api-key': keys.known, 'x-bt-corr-id': 'theirs-1' }],
    ['no correlation id', { 'x-billtrust-api-key': keys.known, 'x-correlation-id': undefined }],
  ] as const)
    answers.push(await ask(name, line, { headers }));
  await ask('a key that may only read disputes', `POST ${ROOT}/disputes`, {
    headers: { 'x-billtrust-api-key': keys.reader },
    body: { documentNumber: 'INV-1' },
  });
  return answers;
};
