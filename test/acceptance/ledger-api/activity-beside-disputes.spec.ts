import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IssuedCredential } from '#libs/access';
import {
  BILLTRUST,
  billtrustPermissions,
} from '../../../libs/partners/src/billtrust/billtrust.credential.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { bodyOf, type Read, readerOf } from '../clients.js';

interface Entry {
  readonly tenant: string | null;
  readonly disputeId: string | null;
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly summary: string;
  readonly eventId: string;
  readonly changes: readonly object[];
}

let running: RunningLedger;
let read: Read;
let ofAcme: Read;
let ofOther: Read;
let gotham: string;
let desk: IssuedCredential & { readonly apiKey: string };

const institution = newInstitution('Gotham ODR', 'acme');

beforeAll(async () => {
  running = await startLedger();
  const { credentials, url } = running;
  gotham = await register(running, institution);
  desk = await credentials.issueApiKey({
    family: BILLTRUST,
    tenant: 'acme',
    holder: 'Acme desk',
    scopes: billtrustPermissions,
  });
  read = readerOf(running, await auditorKey(running));
  ofAcme = readerOf(running, await auditorKey(running, ['timeline:read'], 'acme'));
  ofOther = readerOf(running, await auditorKey(running, ['timeline:read'], 'other'));
  const root = `${url}/dispute/v1/tenants/acme`;
  const headers = { 'x-billtrust-api-key': desk.apiKey, 'content-type': 'application/json' };
  for (const [path, body] of [
    ['categories', { code: 'C' }],
    ['reasons', { code: 'DAMAGED', categoryCode: 'C', description: 'Damaged in Shipping' }],
    ['reasons', { code: 'DAMAGED', categoryCode: 'C', description: 'Damaged during Shipping' }],
  ] as const) {
    const answer = await fetch(`${root}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBeLessThan(300);
  }
  await credentials.rotate(gotham, newInstitution('Gotham ODR', 'acme').publicKeyPem);
  await credentials.revoke(gotham);
  const head = await running.ledger.store.headPosition();
  await read('/ledger/activity', { 'ledger-min-position': String(head) });
});

afterAll(() => running.dispose());

const list = async (query: string, reader: Read = read): Promise<readonly Entry[]> =>
  bodyOf<{ activities: readonly Entry[] }>(await reader(`/ledger/activity${query}`)).activities;

const told = (entries: readonly Entry[]) => entries.map(({ type, summary }) => [type, summary]);

describe('the activity beside disputes', () => {
  it('has the life of a credential under its id, with who changed it', async () => {
    const entries = await list(`?credential=${gotham}`);

    expect(told(entries)).toStrictEqual([
      ['CredentialRevoked', 'The credential of Gotham ODR was revoked.'],
      ['CredentialRotated', 'The credential of Gotham ODR got a new public key; the old one ended.'],
      [
        'CredentialIssued',
        `A credential for smart-odr was issued to Gotham ODR, key id ${institution.keyId}.`,
      ],
    ]);
    expect(entries[0]).toMatchObject({
      tenant: 'acme',
      disputeId: null,
      stream: `credential-${gotham}`,
      revision: '2',
      actor: { name: 'operator' },
      authority: { credentialId: 'local-operator', holder: 'operator', authProfile: 'local' },
    });
  });

  it('says what was configured, by whom, from what to what', async () => {
    const entries = await list('?type=ReasonUpserted,CategoryUpserted');

    expect(told(entries).map(([, summary]) => summary?.replace(/^.* (?=created|changed)/, ''))).toStrictEqual(
      ['changed the reason DAMAGED.', 'created the reason DAMAGED.', 'created the category C.'],
    );
    expect(entries[0]).toMatchObject({
      tenant: 'acme',
      stream: 'disputeConfiguration-acme',
      changes: [{ field: 'description', from: 'Damaged in Shipping', to: 'Damaged during Shipping' }],
      authority: { credentialId: desk.credentialId, holder: 'Acme desk' },
    });
  });

  it.each([
    ['?holder=Gotham%20ODR', 3],
    ['?holder=Acme%20desk', 4],
    ['?actor=operator&tenant=acme', 5],
    ['?tenant=acme&type=CredentialRevoked', 1],
    ['?q=was%20revoked', 1],
    ['?q=damaged', 2],
  ])('is filtered as disputes are: %s', async (query, count) => {
    expect(await list(query)).toHaveLength(count);
  });

  it('shows a key its own tenant only, and what concerns all tenants only to a key for all of them', async () => {
    expect(new Set((await list('', ofAcme)).map(({ tenant }) => tenant))).toStrictEqual(new Set(['acme']));
    expect(told(await list('', ofOther))).toStrictEqual([
      ['CredentialIssued', 'A credential for ledger was issued to Auditor, with the scopes timeline:read.'],
    ]);
    expect(await list('?tenant=acme', ofOther)).toStrictEqual([]);
    expect(await list('?type=CredentialRevoked', ofOther)).toStrictEqual([]);
    expect((await list('?type=CredentialIssued')).some(({ tenant }) => tenant === null)).toBe(true);
  });

  it.each(['application/json', 'application/x-ndjson', 'text/csv'])(
    'has no secret, and nothing derived from one, as %s',
    async (accept) => {
      const { text } = await read('/ledger/activity', { accept });

      expect(text).toContain('CredentialIssued');
      expect(text).not.toMatch(/digest|PUBLIC KEY|desk@institution|\+911234567890/);
      expect(text).not.toContain(desk.apiKey);
    },
  );

  it('has every event of those streams', async () => {
    const { store } = running.ledger;
    const streams = new Set((await list('')).map(({ stream }) => stream));
    const events = [];
    for await (const page of store.readAll({ streamPrefixes: ['credential-', 'disputeConfiguration-'] }))
      events.push(...page.events);

    expect(streams).toStrictEqual(new Set(events.map(({ stream }) => stream)));
    expect((await list('?limit=200')).map(({ eventId }) => eventId).sort()).toStrictEqual(
      events.map(({ id }) => id).sort(),
    );
  });
});
