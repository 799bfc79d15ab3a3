import { documentedHeader, newInstitution } from '../../../support/institution.js';
import type { Area } from '../../support/area.js';
import { auditorKey, bearer, developerKey, registered } from '../../support/people.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { askHeaders, askMessages, askReports } from './messages.js';
import { askElsewhere, askInvalid, askUnreadable } from './refused.js';
import { updateWith } from './requests.js';
import { askCredentials, askStrictly } from './tokens.js';

const play = async (ledger: RecordedLedger): Promise<void> => {
  const known = await registered(ledger, 'Gotham ODR', { keyId: 'gotham-1' });
  const other = await registered(ledger, 'Metropolis ODR', { keyId: 'metropolis-1' });
  const revoked = await registered(ledger, 'Arkham ODR', { keyId: 'arkham-1' });
  const strict = await registered(ledger, 'Strict ODR', { keyId: 'strict-1', profile: 'strict' });
  await ledger.withCredentials((credentials) => credentials.revoke(revoked.credentialId));
  const auditor = await auditorKey(ledger);
  const { apiKey } = await developerKey(ledger);
  const parties = { known, revoked, strict, stranger: newInstitution('Nobody'), apiKey };
  await ledger.start();

  const ask = ledger.asker({ authorization: await documentedHeader(known) });
  const askAsOther = ledger.asker({ authorization: await documentedHeader(other) });
  const audit = ledger.asker(bearer(auditor));
  await askMessages(ask, audit);
  await askReports(ask, audit);
  await askHeaders(ask, askAsOther);
  await askUnreadable(ask);
  await askInvalid(ask);
  await askElsewhere(ask);
  await askCredentials(ledger.asker(), ledger, parties);
  await askStrictly(ledger.asker(), ledger, parties);
  const last = await ask('the last update', 'POST /update', { body: updateWith({ disputeId: 'B-1' }) });
  // With nothing left to sign, the next start signs no checkpoint.
  await audit('the proof of the last update', `GET ${last.headers['ledger-proof'] ?? ''}`);
  await ledger.stop();

  await ledger.start({ ODR_STRICT: '1' });
  await ask('a dispute that was not registered', 'POST /update', {
    body: updateWith({ disputeId: 'F-1' }),
  });
};

export const smartOdr: Area = { name: 'smart-odr', play };
