import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runLedger } from '../support/command-line.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { until } from '../support/until.js';
import { dataDirectoryOfBefore } from './areas/data-directory/data-directory-of-before.js';
import { openingWith } from './areas/enfinitos/disputes.js';
import { documents } from './areas/smart-odr/requests.js';
import { copyBefore, disputesOfBefore, type KeysOfBefore } from './support/data-directory-of-before.js';
import { describeRecorded } from './support/describe-recorded.js';

let directory: LedgerDirectory;
let keys: KeysOfBefore;
let url: string;

describe('a data directory that the product of 284558f made', () => {
  beforeAll(async () => {
    directory = await ledgerDirectory();
    keys = await copyBefore(directory);
    url = await directory.start().ready();
    await until(async () => (await json<{ readModelLag: number }>('/health/ready')).readModelLag === 0);
  });

  afterAll(() => directory.dispose());

  const json = async <Body>(path: string, headers = {}): Promise<Body> =>
    (await (await fetch(url + path, { headers })).json()) as Body;

  const ledger = async <Result>(...args: string[]): Promise<Result> => {
    const { stdout } = await runLedger(args, { LEDGER_DATA_DIR: directory.path });
    return JSON.parse(stdout) as Result;
  };

  it('verifies', async () => {
    expect(await ledger('verify', '--json')).toMatchObject({ verdict: 'verified', signatures: 1 });
  });

  it('has the rows today that its log says, built from nothing', async () => {
    expect(await ledger('replay', '--json')).toMatchObject({
      outcome: 'equal',
      differenceCount: 0,
      tables: expect.arrayContaining([
        expect.objectContaining({ table: 'disputes', rows: { live: 8, rebuilt: 8 } }),
      ]),
    });
  });

  it('opens to the keys that were in force, and to no other', async () => {
    const statusOf = async (path: string, headers: Record<string, string>): Promise<number> =>
      (await fetch(url + path, { headers })).status;
    const configuration = '/dispute/v1/tenants/acme/resolutions';

    expect({
      auditor: await statusOf('/ledger/disputes', { authorization: `Bearer ${keys.auditor}` }),
      replaced: await statusOf('/ledger/disputes', { authorization: `Bearer ${keys.replaced}` }),
      enfinitos: await statusOf('/v1/disputes', { authorization: `Bearer ${keys.enfinitos}` }),
      billtrust: await statusOf(configuration, { 'x-billtrust-api-key': keys.billtrust }),
      revoked: await statusOf(configuration, { 'x-billtrust-api-key': keys.revoked }),
    }).toStrictEqual({ auditor: 200, replaced: 401, enfinitos: 200, billtrust: 200, revoked: 403 });
  });

  it.each([
    {
      vendor: 'SMART ODR',
      path: '/update',
      body: documents.update,
      key: 'update-1',
      dispute: disputesOfBefore.conciliated,
      credential: () => ({ authorization: keys.smartOdr.authorization }),
    },
    {
      vendor: 'EnfinitOS',
      path: '/v1/disputes',
      body: JSON.stringify(openingWith({})),
      key: 'open-1',
      dispute: disputesOfBefore.resolved,
      credential: () => ({ authorization: `Bearer ${keys.enfinitos}` }),
    },
    {
      vendor: 'Billtrust',
      path: '/dispute/v1/tenants/acme/disputes',
      body: JSON.stringify({
        documentNumber: 'INV-1001',
        accountNumber: 'ACC-1',
        amount: '120.50',
        currencyCode: 'USD',
        categoryCode: 'SHIPPING',
        reasonCode: 'DAMAGED',
      }),
      key: 'dispute-1',
      dispute: disputesOfBefore.closed,
      credential: () => ({ 'x-billtrust-api-key': keys.billtrust }),
    },
  ])(
    'answers a request of $vendor again that it took then',
    async ({ credential, path, body, key, dispute }) => {
      const headers = { ...credential(), 'content-type': 'application/json', 'idempotency-key': key };
      const again = await fetch(url + path, { method: 'POST', headers, body });

      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(await again.text()).toContain(dispute.slice('acme/'.length));
    },
  );
});

describeRecorded(dataDirectoryOfBefore);
