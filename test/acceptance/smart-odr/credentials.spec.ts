import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Institution, newInstitution, signatureHeader, signToken } from '../../support/institution.js';
import { register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { type Answer, expectNothingAdded, expectRefused, send } from '../clients.js';
import { updateWith } from '../seeds.js';
import { nowSeconds } from './tokens.js';

const WHAT_WAITS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

let running: RunningLedger;

beforeAll(async () => {
  running = await startLedger();
});

afterAll(() => running.dispose());

const postToken = ({ keyId, name }: Institution, token: string): Promise<Answer> =>
  send(`${running.url}/update`, {
    method: 'POST',
    body: updateWith({ disputeId: name.replace(' ', '-') }),
    headers: { 'content-type': 'application/json', authorization: signatureHeader(keyId, token) },
  });

/** Repeats the request until its status has changed, as the ledger has read of a credential's change. */
const statusAfter = async (status: number, post: () => Promise<Answer>): Promise<number> => {
  await until(async () => (await post()).status !== status);
  return (await post()).status;
};

/** Runs the work at this time by the clock, also the ledger's in this process. Timers go on as usual. */
const atTime = async (ms: number, work: () => Promise<void>): Promise<void> => {
  jest.useFakeTimers({ now: ms, doNotFake: [...WHAT_WAITS] });
  try {
    await work();
  } finally {
    jest.useRealTimers();
  }
};

describe('a credential that is revoked in a running ledger', () => {
  it('admits nobody, also with a token that was admitted before', async () => {
    const institution = newInstitution('Revoked ODR');
    const credentialId = await register(running, institution);
    const token = await signToken(institution);

    expect((await postToken(institution, token)).status).toBe(200);
    await running.credentials.revoke(credentialId);
    expect(await statusAfter(200, () => postToken(institution, token))).toBe(401);

    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(institution, token), 401, 'Invalid signature');
      const another = await signToken(institution, { another: true });
      expectRefused(await postToken(institution, another), 401, 'Invalid signature');
    });
  });

  it('admits nobody after a restart', async () => {
    const institution = newInstitution('Gone ODR');
    await running.credentials.revoke(await register(running, institution));
    running = await running.restart();

    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(institution, await signToken(institution)), 401, 'Invalid signature');
    });
  });

  it('does not give its key id to another credential', async () => {
    const institution = newInstitution('Once ODR');
    await running.credentials.revoke(await register(running, institution));

    await expect(register(running, institution)).rejects.toThrow(
      'A credential with this key id was issued before; key ids are used once.',
    );
  });
});

describe('a key that is rotated in a running ledger', () => {
  it('ends the old key, and starts the new one', async () => {
    const institution = newInstitution('Rotated ODR');
    const next = { ...newInstitution('Rotated ODR'), keyId: institution.keyId };
    const credentialId = await register(running, institution);
    const [oldToken, newToken] = [await signToken(institution), await signToken(next)];

    expect((await postToken(institution, oldToken)).status).toBe(200);
    expect((await postToken(institution, newToken)).status).toBe(401);
    await running.credentials.rotate(credentialId, next.publicKeyPem);
    expect(await statusAfter(200, () => postToken(institution, oldToken))).toBe(401);
    expect((await postToken(institution, newToken)).status).toBe(200);
  });
});

describe('a token that was admitted before', () => {
  it('is not admitted after it expired, although its signature is remembered', async () => {
    const institution = newInstitution('Expiring ODR');
    await register(running, institution);
    const exp = nowSeconds() + 60;
    const token = await signToken(institution, { exp });

    expect((await postToken(institution, token)).status).toBe(200);
    // A token is admitted for up to 30 seconds after it expired, as clocks may differ.
    await atTime((exp + 31) * 1_000, () =>
      expectNothingAdded(running, async () => {
        expectRefused(await postToken(institution, token), 401, 'Invalid signature');
      }),
    );
  });
});

describe('a credential without contacts', () => {
  it('takes any email and phone, and still asks for both', async () => {
    const institution = newInstitution('Anybody ODR');
    await running.credentials.issueForPublicKey(
      { family: 'smart-odr', tenant: 'smartodr', holder: institution.name, scopes: [] },
      {
        keyId: institution.keyId,
        publicKey: institution.publicKeyPem,
        profile: 'documented',
        emails: [],
        phones: [],
      },
    );
    const anybody = await signToken(institution, { email: 'a@b.example', phone: '1' });
    const nobody = await signToken(institution, { email: undefined });

    expect(await statusAfter(401, () => postToken(institution, anybody))).toBe(200);
    expectRefused(await postToken(institution, nobody), 401, 'Invalid signature');
  });
});

describe('a credential of another kind', () => {
  it('does not admit an API key to the routes of SMART ODR', async () => {
    const { apiKey } = await running.credentials.issueApiKey({
      family: 'smart-odr',
      tenant: 'smartodr',
      holder: 'Auditor',
      scopes: [],
    });
    const institution = { ...newInstitution('Any ODR'), keyId: apiKey };

    expectRefused(await postToken(institution, await signToken(institution)), 401, 'Invalid signature');
  });

  it('does not admit an institution that belongs to no tenant', async () => {
    const institution = newInstitution('Homeless ODR');
    await register(running, { ...institution, tenant: null as unknown as string });

    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(institution, await signToken(institution)), 401, 'Invalid signature');
    });
  });
});
