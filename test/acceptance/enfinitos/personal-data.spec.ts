import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { after, readerOf } from '../clients.js';
import { type Developer, developerOf } from './clients.js';

let running: RunningLedger;
let developer: Developer;

beforeAll(async () => {
  running = await startLedger();
  developer = await developerOf(running);
});

afterAll(() => running.dispose());

it("gives a tax number in a note back to its vendor, and masks it in the ledger's own answers", async () => {
  const { id } = await developer.reach('OPENED');
  const escalated = await developer.post(`/${id}/escalate`, { notes: 'PAN ABCDE1234H is theirs' });
  const read = readerOf(running, await auditorKey(running));

  expect(escalated.text).toContain('PAN ABCDE1234H is theirs');
  const dispute = await read(`/ledger/disputes/acme/${id}`, after(escalated));
  expect(dispute.text).toContain('PAN ABXXXXXX4H is theirs');
  const list = await read('/ledger/disputes?tenant=acme', after(escalated));
  expect(list.text).toContain('PAN ABXXXXXX4H is theirs');
  expect(dispute.text + list.text).not.toContain('ABCDE1234H');
});
