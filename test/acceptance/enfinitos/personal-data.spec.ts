import { expect, it } from '@jest/globals';
import { auditorKey } from '../../support/running-ledger.js';
import { after, readerOf } from '../clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

it("gives a tax number in a note back to its vendor, and masks it in the ledger's own answers", async () => {
  const { id } = await ledger.developer.reach('OPENED');
  const escalated = await ledger.developer.post(`/${id}/escalate`, { notes: 'PAN ABCDE1234H is theirs' });
  const read = readerOf(ledger.running, await auditorKey(ledger.running));

  expect(escalated.text).toContain('PAN ABCDE1234H is theirs');
  const dispute = await read(`/ledger/disputes/acme/${id}`, after(escalated));
  expect(dispute.text).toContain('PAN ABXXXXXX4H is theirs');
  const list = await read('/ledger/disputes?tenant=acme', after(escalated));
  expect(list.text).toContain('PAN ABXXXXXX4H is theirs');
  expect(dispute.text + list.text).not.toContain('ABCDE1234H');
});
