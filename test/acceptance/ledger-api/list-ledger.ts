import { expect } from '@jest/globals';
import Papa from 'papaparse';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type User, userOf } from '../billtrust/clients.js';
import { after, type Answer, clientOf, type Read, readerOf } from '../clients.js';
import { reportAfter, updateWith } from '../seeds.js';

export type Row = Readonly<Record<string, string>>;

export const CSV = { accept: 'text/csv' };
export const NDJSON = { accept: 'application/x-ndjson' };

/** The dispute of the tenant `acme` with the longest history. */
export const ODR = '/ledger/disputes/acme/ODR-1';

/** More than a file fetches at a time, twice. */
export const DISPUTES = 43;

/** A ledger with something in every list, all of it of the tenant `acme`. */
export interface ListLedger {
  readonly running: RunningLedger;
  /** The key of an auditor of all tenants. */
  readonly key: string;
  readonly user: User;
  /** The id of the one dispute that was resolved. */
  readonly resolved: string;
  /** Reads lists that include everything that was written; with that key by default. */
  ask(path: string, headers: Record<string, string>, reader?: Read): Promise<Answer>;
}

/** Starts such a ledger, with this number of disputes: two or more. */
export const startListLedger = async (disputes: number): Promise<ListLedger> => {
  const running = await startLedger();
  const gotham = newInstitution('Gotham ODR', 'acme');
  await register(running, gotham);
  const key = await auditorKey(running);
  const read = readerOf(running, key);
  const user = await userOf(running);
  await user.category('C');
  await user.reason('R', { categoryCode: 'C', description: 'Lost,\n"in transit"', active: true });
  await user.resolution('DONE', { description: '=CREDIT()', isValid: true });
  const { disputeId: resolved } = await user.dispute({ documentNumber: '007' });
  await user.call('POST', `/disputes/${resolved}/close`, { body: { resolutionCode: 'DONE' } });
  const post = await clientOf(running, gotham);
  const updated = Array.from({ length: disputes - 1 }, (_, index) =>
    post('/update', updateWith({ disputeId: `ODR-${index + 1}`, userName: 'Bruce\nWayne' })),
  );
  expect((await Promise.all(updated)).every(({ status }) => status === 200)).toBe(true);
  await post('/update', updateWith({ disputeId: 'ODR-1', update: 'ABCDE1234H said\n=1+1' }));
  const last = await post(
    '/update_arbitration_report',
    reportAfter((dispute) => (dispute.disputeId = 'ODR-1')),
  );
  return {
    running,
    key,
    user,
    resolved,
    ask: (path, headers, reader = read) => reader(path, { ...after(last), ...headers }),
  };
};

/** Returns the rows of a CSV by the names of their columns. */
export const rowsOf = ({ status, text }: Answer): readonly Row[] => {
  expect(status).toBe(200);
  const { data, errors } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  expect(errors).toStrictEqual([]);
  return data;
};
