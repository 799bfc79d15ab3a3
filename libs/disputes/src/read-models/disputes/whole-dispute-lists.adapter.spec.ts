import { ReadStore } from '#libs/read-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invoiceDisputeClosed, invoiceDisputeOpened } from '../../../../../test/support/invoice-disputes.js';
import { newEvent } from '../../../../../test/support/prepared-log.js';
import { temporaryLog, type TemporaryLog } from '../../../../../test/support/stores.js';
import {
  type TemporaryDirectory,
  temporaryDirectory,
} from '../../../../../test/support/temporary-directory.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import { schemeOf } from '../../domain/dispute-kind.js';
import { disputeStream } from '../../domain/dispute-stream.js';
import type { DisputeView } from '../../projections/dispute-view.js';
import { DisputeHistory } from '../../streams/dispute-history.js';
import type { DisputeFilter } from './dispute-filter.js';
import { disputeReadModel } from './dispute.read-model.js';
import { PastDisputeQueries } from './past-dispute-queries.js';
import { type WholeDisputeList, WholeDisputeLists } from './whole-dispute-lists.js';

const DISPUTES = 450;
const all: DisputeFilter = { tenant: 'acme', scheme: schemeOf.invoice };
const open: DisputeFilter = { ...all, stages: ['opened'] };

let directory: TemporaryDirectory;
let log: TemporaryLog;
let readStore: ReadStore;
let lists: WholeDisputeLists;

const idOf = (index: number): string => `dispute-${String(index).padStart(3, '0')}`;

const write = async (index: number, revision: number, event: DisputeEvent): Promise<void> => {
  const stream = disputeStream('acme', idOf(index));
  const expected = revision === 0 ? 'no-stream' : BigInt(revision - 1);
  expect(await log.store.append(stream, [newEvent(stream, revision, event)], expected)).toMatchObject({
    outcome: 'appended',
  });
};

const openDispute = (index: number): Promise<void> =>
  write(
    index,
    0,
    invoiceDisputeOpened({
      disputeId: idOf(index),
      documentNumber: `INV-${index % 3}`,
      accountNumber: index % 2 === 0 ? 'EVEN' : null,
    }),
  );

const closeDispute = (index: number): Promise<void> => write(index, 1, invoiceDisputeClosed());

const project = async (): Promise<void> => {
  for await (const { events, position } of log.store.readAll({ after: await readStore.position() }))
    await readStore.apply(events, position);
};

beforeAll(async () => {
  [directory, log] = await Promise.all([temporaryDirectory(), temporaryLog()]);
  readStore = await ReadStore.open(`${directory.path}/rows.sqlite`, [disputeReadModel]);
  lists = new WholeDisputeLists(readStore, new PastDisputeQueries(readStore, new DisputeHistory(log.store)));
  for (let index = 0; index < DISPUTES; index += 1) await openDispute(index);
  for (let index = 0; index < DISPUTES; index += 50) await closeDispute(index);
  await project();
});

afterAll(async () => {
  await readStore.close();
  await log.dispose();
  await directory.remove();
});

const shown = ({ disputeId, stage }: DisputeView) => `${disputeId} ${String(stage)}`;

const read = async (list: WholeDisputeList): Promise<string[]> => {
  const views: string[] = [];
  for await (const page of list.pages()) views.push(...page.map(shown));
  return views;
};

const expected = (fits: (index: number) => boolean): string[] =>
  Array.from({ length: DISPUTES }, (_, index) => index)
    .filter(fits)
    .map((index) => `${idOf(index)} ${index % 50 === 0 ? 'closed' : 'opened'}`)
    .toReversed();

describe('a whole list', () => {
  it.each<[string, DisputeFilter, (index: number) => boolean]>([
    ['all disputes', all, () => true],
    ['those of a stage', open, (index) => index % 50 !== 0],
    [
      'those of a stage that is named twice',
      { ...all, stages: ['closed', 'closed'] },
      (index) => index % 50 === 0,
    ],
    ['those of a stage that none is in', { ...all, stages: ['cancelled'] }, () => false],
    ['those of a status and a stage', { ...open, statuses: ['resolved'] }, () => false],
    ['those of an invoice', { ...all, documentNumber: 'INV-1' }, (index) => index % 3 === 1],
    [
      'the open ones of an account',
      { ...open, accountNumber: 'EVEN' },
      (index) => index % 2 === 0 && index % 50 !== 0,
    ],
    ['those of another tenant', { ...all, tenant: 'globex' }, () => false],
  ])('has %s, the newest first', async (_, filter, fits) => {
    const list = await lists.open({ filter, most: 1_000 });

    expect(await read(list)).toStrictEqual(expected(fits));
    expect(list.count).toBe(expected(fits).length);
  });

  it('has the oldest first where that is asked for', async () => {
    const list = await lists.open({ filter: open, order: 'oldest-first', most: 1_000 });

    expect(await read(list)).toStrictEqual(expected((index) => index % 50 !== 0).toReversed());
  });

  it('says that there are more than it may have, and need not count them all', async () => {
    const byInvoice = await lists.open({ filter: { ...all, documentNumber: 'INV-1' }, most: 100 });

    expect(byInvoice.count).toBe(101);
    expect((await lists.open({ filter: all, most: 100 })).count).toBeGreaterThan(100);
  });

  it('has one state, whatever happens while its pages are read', async () => {
    const list = await lists.open({ filter: open, most: 1_000 });
    const pages = list.pages();
    const first = await pages.next();
    await openDispute(DISPUTES);
    for (const index of [1, 2, 3, 448, 449]) await closeDispute(index);
    await project();
    const views = first.done === true ? [] : first.value.map(shown);
    for await (const page of pages) views.push(...page.map(shown));

    expect(views).toStrictEqual(expected((index) => index % 50 !== 0));
  });
});
