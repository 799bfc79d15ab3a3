import type { Area } from '../../support/area.js';
import { auditorKey, bearer, developerKey, userKey } from '../../support/people.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { askLists, askOtherWays, askTwice, askWholeWay } from './disputes.js';
import { askCredentials, askElsewhere, askInvalid } from './refused.js';

const play = async (ledger: RecordedLedger): Promise<void> => {
  const known = await developerKey(ledger);
  const other = await developerKey(ledger, { holder: 'developer-2' });
  const reader = await developerKey(ledger, { holder: 'developer-3', scopes: ['audit:read'] });
  const writer = await developerKey(ledger, { holder: 'developer-4', scopes: ['settlement:write'] });
  const elsewhere = await developerKey(ledger, { tenant: 'umbrella', holder: 'developer-5' });
  const revoked = await developerKey(ledger, { holder: 'developer-6' });
  await ledger.withCredentials((credentials) => credentials.revoke(revoked.credentialId));
  const user = await userKey(ledger);
  const auditor = await auditorKey(ledger);
  await ledger.start();

  const ask = ledger.asker(bearer(known));
  const audit = ledger.asker(bearer(auditor));
  await askWholeWay(ask, audit);
  await askOtherWays(ask, audit);
  await askTwice(ask, ledger.asker(bearer(other)));
  await askLists(ask);
  await askInvalid(ask);
  await askElsewhere(ask);
  await askCredentials(ledger.asker(), {
    known: known.apiKey,
    revoked: revoked.apiKey,
    reader: reader.apiKey,
    writer: writer.apiKey,
    elsewhere: elsewhere.apiKey,
    billtrust: user.apiKey,
  });
};

export const enfinitos: Area = { name: 'enfinitos', play };
