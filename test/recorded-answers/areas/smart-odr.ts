import { readFileSync } from 'node:fs';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import type { Area } from '../support/area.js';
import type { Ask, RecordedLedger } from '../support/recorded-ledger.js';

const seed = (name: string): string =>
  readFileSync(new URL(`../../fixtures/seeds/${name}`, import.meta.url), 'utf8');

const play = async (ledger: RecordedLedger): Promise<void> => {
  const gotham = { ...newInstitution('Gotham ODR'), keyId: 'gotham-1' };
  await ledger.withCredentials((credentials) =>
    credentials.issueForPublicKey(
      { family: 'smart-odr', tenant: gotham.tenant, holder: gotham.name, scopes: [] },
      {
        keyId: gotham.keyId,
        publicKey: gotham.publicKeyPem,
        profile: 'documented',
        emails: [gotham.email],
        phones: [gotham.phone],
      },
    ),
  );
  const { apiKey } = await ledger.withCredentials((credentials) =>
    credentials.issueApiKey({
      family: 'ledger',
      tenant: null,
      holder: 'Auditor',
      scopes: ['timeline:read', 'dispute:read', 'export:create'],
    }),
  );
  await ledger.start();
  const ask: Ask = ledger.asker({ authorization: await documentedHeader(gotham) });
  const auditor = ledger.asker({ authorization: `Bearer ${apiKey}` });
  const first = await ask('the update of the document', 'POST /update', { body: seed('s0-update.json') });
  await auditor('the proof of the update', `GET ${first.headers['ledger-proof']}`);
  await ask('the report of the document', 'POST /update_arbitration_report', {
    body: seed('s1-arbitration-report.json'),
  });
  await auditor('timeline', 'GET /ledger/disputes/smartodr/DMDP-DP-2024-07-649989/timeline');
  await auditor('activity as csv', 'GET /ledger/activity', { headers: { accept: 'text/csv' } });
  await auditor('export', 'GET /ledger/disputes/smartodr/DMDP-DP-2024-07-649989/export');
  await auditor('tile', 'GET /ledger/tile/0/000.p/2');
  await ledger.command('access list', ['access', 'list', '--json']);
};

export const smartOdr: Area = { name: 'smart-odr', play };
