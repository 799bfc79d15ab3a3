import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { userOf } from '../billtrust/clients.js';
import { after, type Answer, bodyOf, clientOf, type Read, readerOf } from '../clients.js';
import { developerOf, disputeOf, openingWith } from '../enfinitos/clients.js';
import { reportAfter, updateWith } from '../seeds.js';

/** The same tax number in every one, as people and other systems write it. */
const WRITTEN = [
  'GSTIN 27PQRST6789Z1Z5',
  '27 PQRST 6789 Z 1Z5',
  '27-PQRST6789Z-1Z5',
  'gstin:27pqrst6789z1z5',
  '２７ＰＱＲＳＴ６７８９Ｚ１Ｚ５',
  'PQRST 6789 Z',
  'pqrst-6789-z',
  'PAN/PQRST6789Z.pdf',
  'https://x.example/?q=PAN%20PQRST6789Z',
];
const TEXT = WRITTEN.join('; ');

/** Returns the answer's text without what may stand between the letters of a number. */
const bare = ({ text }: Answer): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\u2013-]/g, '')
    .toUpperCase();
const NUMBER = 'PQRST6789Z';

const ODR = 'DMDP-DP-2024-07-649989';
let running: RunningLedger;
let read: Read;
let exporter: Read;
let newest: Record<string, string>;
const ids = { delivery: '', invoice: '' };

beforeAll(async () => {
  running = await startLedger();
  const institution = newInstitution(`Gotham ODR (${WRITTEN[0]})`);
  await register(running, institution);
  const post = await clientOf(running, institution);
  const answers: Answer[] = [
    await post(
      '/update',
      updateWith({ disputeId: ODR, update: TEXT, description: TEXT, userName: WRITTEN[0] }),
    ),
    await post(
      '/update_arbitration_report',
      reportAfter((report) => {
        report.disputeId = ODR;
        Object.assign(report.DisputeArbitrators[0] ?? {}, { arbitratorName: WRITTEN[2] });
      }),
    ),
    // A member that the vendor's documents do not have, and a body within a body.
    await post(
      '/update',
      updateWith({ disputeId: ODR, update: JSON.stringify([{ [WRITTEN[1] ?? '']: TEXT }]) }),
    ),
  ];
  const developer = await developerOf(running);
  const opened = await developer.post(
    '',
    openingWith({
      openedBy: WRITTEN[0],
      affectedSurface: { campaignId: WRITTEN[2], screenIds: [WRITTEN[3]], substrateId: 'dooh' },
    }),
  );
  ids.delivery = disputeOf(opened).id;
  answers.push(opened, await developer.post(`/${ids.delivery}/escalate`, { notes: TEXT }));
  const user = await userOf(running, 'acme', { holder: WRITTEN[3] ?? '' });
  const { resolutionId } = await user.resolution('RES-1', { description: TEXT });
  const dispute = await user.dispute({
    accountName: WRITTEN[0],
    poNumber: WRITTEN[1],
    accountNumber: '27PQRST6789Z1Z5',
  });
  ids.invoice = dispute.disputeId;
  answers.push(
    await user.call('POST', `/disputes/${ids.invoice}/close`, { body: { resolutionId, notes: TEXT } }),
  );
  expect(answers.map(({ status, text }) => [status, status < 300 ? '' : text])).toStrictEqual(
    answers.map(({ status }) => [status, '']),
  );
  newest = after(answers.at(-1) as Answer);
  read = readerOf(running, await auditorKey(running, ['dispute:read', 'timeline:read']));
  exporter = readerOf(running, await auditorKey(running));
});

afterAll(() => running.dispose());

const disputes: readonly (readonly [string, () => string])[] = [
  ['an ODR dispute', () => `/ledger/disputes/smartodr/${ODR}`],
  ['a delivery dispute', () => `/ledger/disputes/acme/${ids.delivery}`],
  ['an invoice dispute', () => `/ledger/disputes/acme/${ids.invoice}`],
];

const FORMS = ['application/json', 'text/csv', 'application/x-ndjson'];

/** Expects a good answer in which no part tells the number. */
const expectMasked = async (path: string, accept = 'application/json'): Promise<void> => {
  const answer = await read(path, { ...newest, accept });

  expect([answer.status, answer.status < 300 ? '' : answer.text]).toStrictEqual([200, '']);
  expect(bare(answer)).toContain('PQXXXXXX9Z');
  expect(bare(answer)).not.toContain(NUMBER);
};

describe('a tax number within other numbers', () => {
  it.each(disputes)('is masked in every view of %s', async (_, path) => {
    for (const rest of ['', '?explain=true', '?revision=1', '/diff?from=0&to=1'])
      await expectMasked(path() + rest);
  });

  it.each(disputes.flatMap(([what, path]) => FORMS.map((form) => [what, form, path] as const)))(
    'is masked in the history of %s as %s',
    async (_, form, path) => {
      await expectMasked(`${path()}/timeline`, form);
      await expectMasked(`${path()}/events`, form);
    },
  );

  it.each(
    ['disputes', 'activity', 'resolutions', 'configurations/acme'].flatMap((list) =>
      FORMS.map((form) => [list, form] as const),
    ),
  )('is masked in the list %s as %s', async (list, form) => {
    await expectMasked(`/ledger/${list}`, form);
  });

  it.each(disputes)('can be told from another in %s', async (_, path) => {
    expect(bare(await read(path(), newest))).toContain('27PQXXXXXX9Z1Z5');
  });

  it.each(['PQRST6789Z', '27pqrst6789z1z5', 'pqrst 6789'])(
    'finds no dispute when it is searched for: %s',
    async (q) => {
      const found = await read(`/ledger/disputes?q=${encodeURIComponent(q)}`, newest);

      expect(bodyOf<{ disputes: unknown[] }>(found).disputes).toStrictEqual([]);
    },
  );

  it('is whole in the raw events for those who may export: they are the evidence', async () => {
    for (const [, path] of disputes)
      expect(bare(await exporter(`${path()}/events`, newest))).toContain(NUMBER);
  });

  it.each(disputes)('is masked in %s even for those who may export', async (_, path) => {
    expect(bare(await exporter(path(), newest))).not.toContain(NUMBER);
    expect(bare(await exporter(`${path()}/timeline`, newest))).not.toContain(NUMBER);
  });
});
