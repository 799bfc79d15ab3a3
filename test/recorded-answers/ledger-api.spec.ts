import { ledgerApi } from './areas/ledger-api/ledger-api.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(ledgerApi);
