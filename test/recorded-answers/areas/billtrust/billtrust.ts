import type { Area } from '../../support/area.js';
import { auditorKey, bearer, developerKey, userKey } from '../../support/people.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { jsonOf } from '../../support/send.js';
import { askReasons, askResolutions, ROOT } from './configuration.js';
import { askDisputes, askInvoices, askLinks, askLists, askTwice } from './disputes.js';
import { askCredentials, askElsewhere, askInvalid } from './refused.js';

const play = async (ledger: RecordedLedger): Promise<void> => {
  const known = await userKey(ledger);
  const other = await userKey(ledger, { holder: 'user-2' });
  const reader = await userKey(ledger, { holder: 'user-3', scopes: ['Dispute Management:READ'] });
  const elsewhere = await userKey(ledger, { tenant: 'umbrella', holder: 'user-4' });
  const revoked = await userKey(ledger, { holder: 'user-5' });
  await ledger.withCredentials((credentials) => credentials.revoke(revoked.credentialId));
  const developer = await developerKey(ledger);
  const auditor = await auditorKey(ledger);
  await ledger.start();

  // The documents send a JSON content type with every request.
  const usual = { 'content-type': 'application/json' };
  const ask = ledger.asker({ ...usual, 'x-billtrust-api-key': known.apiKey });
  const askAsOther = ledger.asker({ ...usual, 'x-billtrust-api-key': other.apiKey });
  const audit = ledger.asker(bearer(auditor));
  const first = await ask('the first dispute', `POST ${ROOT}/disputes`, {
    body: { documentNumber: 'INV-0001' },
  });
  // The first checkpoint is signed here; no other is signed without being asked for.
  await audit('the proof of the first dispute', `GET ${first.headers['ledger-proof'] ?? ''}`);
  await ask('an invoice is closed without a resolution for it', `POST ${ROOT}/invoices/INV-0001/closed`);
  await askResolutions(ask);
  await askReasons(ask);
  await askDisputes(ask);
  await askLinks(ask);
  await askInvoices(ask);
  await askTwice(ask, askAsOther);
  await askLists(ask);
  await askInvalid(ask);
  await askElsewhere(ask);
  await askCredentials(ledger.asker(usual), {
    known: known.apiKey,
    revoked: revoked.apiKey,
    reader: reader.apiKey,
    elsewhere: elsewhere.apiKey,
    bearer: developer.apiKey,
  });
  await audit('the configuration', 'GET /ledger/configurations/acme');
  const { disputes } = jsonOf<{ disputes: { disputeId: string }[] }>(
    await audit('the disputes for an auditor', 'GET /ledger/disputes?scheme=billtrust'),
  );
  for (const [index, { disputeId }] of disputes.entries())
    await audit(`timeline ${index + 1}`, `GET /ledger/disputes/acme/${disputeId}/timeline`);
};

export const billtrust: Area = { name: 'billtrust', play };
