import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution, signatureHeader, signToken } from '../../support/institution.js';
import { auditorKey } from '../../support/running-ledger.js';
import {
  after,
  type Answer,
  bodyOf,
  expectNothingAdded,
  expectRefused,
  type Read,
  readerOf,
  send,
} from '../clients.js';
import { reportAfter, updateWith } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';
import { conciliationWith } from './conciliations.js';
import { statusClientOf } from './status-client.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');
const ledger = smartOdrLedger(gotham, metropolis);

let read: Read;
let report: (fields: object, headers?: Record<string, string>) => Promise<Answer>;

beforeAll(async () => {
  read = readerOf(ledger.running, await auditorKey(ledger.running));
  report = await statusClientOf(ledger.running, gotham);
});

interface Shown {
  readonly status: string;
  readonly stage: string | null;
  readonly revision: string;
}

interface Entry {
  readonly type: string;
  readonly summary: string;
  readonly afterTerminal?: true;
  readonly warnings: readonly { readonly code: string }[];
}

const disputeOf = async (id: string, written: Answer): Promise<Shown> =>
  bodyOf(await read(`/ledger/disputes/smartodr/${id}`, after(written)));

const timelineOf = async (id: string, written: Answer): Promise<readonly Entry[]> =>
  bodyOf<{ entries: Entry[] }>(await read(`/ledger/disputes/smartodr/${id}/timeline`, after(written)))
    .entries;

const resolutionsOf = async (id: string, written: Answer): Promise<readonly object[]> =>
  bodyOf<{ resolutions: { disputeId: string }[] }>(
    await read('/ledger/resolutions?scheme=smart-odr&limit=200', after(written)),
  ).resolutions.filter(({ disputeId }) => disputeId === id);

const countsOf = async (written: Answer): Promise<Record<string, number>> =>
  bodyOf<{ counts: Record<string, number> }>(await read('/ledger/disputes?scheme=smart-odr', after(written)))
    .counts;

describe('a status', () => {
  it('is received, and moves the dispute through a conciliation and an arbitration to its end', async () => {
    const disputeId = 'LIFE-2024-01-1';
    const first = await report({ disputeId, status: 'CON_INIT' });

    expect([first.status, first.text]).toStrictEqual([
      200,
      '{"success":true,"message":"Status of the Dispute LIFE-2024-01-1 received"}',
    ]);
    expect(await disputeOf(disputeId, first)).toMatchObject({ status: 'in-progress', stage: 'CON_INIT' });
    const failed = await report({ disputeId, status: 'CON_FAIL' });

    expect(await disputeOf(disputeId, failed)).toMatchObject({ status: 'awaiting-party', stage: 'CON_FAIL' });
    await report({ disputeId, disputetype: 'arbitration', status: 'ARB_INIT' });
    await ledger.post(
      '/update_arbitration_report',
      reportAfter((dispute) => (dispute.disputeId = disputeId)),
    );
    const before = await countsOf(first);
    const last = await report({ disputeId, disputetype: 'arbitration', status: 'ARB_RES' });
    const award = { amount: '2000', inFavourOf: 'investor', awardedOn: '2025-01-20' };

    expect(await disputeOf(disputeId, last)).toMatchObject({
      status: 'resolved',
      stage: 'ARB_RES',
      award,
      resolution: { outcome: 'resolved-by-arbitration', resolvedBy: 'John Doe' },
    });
    expect(await resolutionsOf(disputeId, last)).toMatchObject([
      {
        outcome: 'resolved-by-arbitration',
        code: 'ARB_RES',
        text: 'Dispute Resolved Arbitration',
        award,
        resolvedBy: 'John Doe',
      },
    ]);
    expect((await countsOf(last))['resolved']).toBe((before['resolved'] ?? 0) + 1);
    expect((await timelineOf(disputeId, last)).at(-1)?.summary).toContain(
      'The award of 2000 in favour of the investor was made on 2025-01-20.',
    );
  });

  it.each([
    ['WD', 'withdrawn', 'withdrawn'],
    ['PRECON_RES', 'resolved', 'resolved-before-conciliation'],
    ['CON_RES', 'resolved', 'resolved-by-conciliation'],
    ['ARB_RES', 'resolved', 'resolved-by-arbitration'],
  ])('ends the dispute when it is %s', async (status, shown, outcome) => {
    const disputeId = `END-${status.replace('_', '-')}`;
    const written = await report({ disputeId, status });

    expect(await disputeOf(disputeId, written)).toMatchObject({ status: shown, stage: status });
    expect(await resolutionsOf(disputeId, written)).toMatchObject([{ outcome, code: status, award: null }]);
  });

  it('is taken in any letter case, and changes nothing when it is reported again', async () => {
    const disputeId = 'AGAIN-1';
    await report({ disputeId, status: 'con_res' });
    const [one] = await resolutionsOf(disputeId, await report({ disputeId, status: ' CON_RES ' }));
    const written = await report({ disputeId, status: 'CON_RES' });

    expect(await resolutionsOf(disputeId, written)).toStrictEqual([one]);
    expect((await timelineOf(disputeId, written)).at(-1)).toMatchObject({
      summary: 'John Doe (CASEMANAGER) reported the status CON_RES (Dispute Resolved Conciliation) again.',
      warnings: [],
      changes: [],
    });
  });

  it('with its Idempotency-Key is answered again, and recorded once', async () => {
    const disputeId = 'KEYED-1';
    const key = { 'idempotency-key': 'status-1' };
    const first = await report({ disputeId, status: 'CON_INIT' }, key);
    const again = await report({ disputeId, status: 'CON_INIT' }, key);

    expect([again.status, again.text]).toStrictEqual([200, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await disputeOf(disputeId, again)).revision).toBe('1');
  });

  it('that is not expected is accepted with a warning', async () => {
    const disputeId = 'ORDER-1';
    await report({ disputeId, status: 'CON_PROG' });
    const written = await report({ disputeId, status: 'CON_INIT' });

    expect(written.status).toBe(200);
    expect((await timelineOf(disputeId, written)).at(-1)?.warnings).toStrictEqual([
      { code: 'STATUS_OUT_OF_ORDER', message: 'CON_INIT is not expected after CON_PROG.' },
    ]);
    expect(await disputeOf(disputeId, written)).toMatchObject({ stage: 'CON_INIT', warnings: [{}] });
  });

  it('after the end neither opens the dispute again nor is lost; another end corrects the first', async () => {
    const disputeId = 'LATE-1';
    await report({ disputeId, status: 'WD' });
    const late = await report({ disputeId, status: 'CON_PROG' });

    expect(late.status).toBe(200);
    expect((await timelineOf(disputeId, late)).at(-1)).toMatchObject({
      afterTerminal: true,
      warnings: [{ code: 'STATUS_AFTER_END' }],
    });
    expect(await disputeOf(disputeId, late)).toMatchObject({ status: 'withdrawn', stage: 'WD' });
    const corrected = await report({ disputeId, status: 'CON_RES' });
    expect(await resolutionsOf(disputeId, corrected)).toMatchObject([{ code: 'CON_RES' }]);
  });

  it('is refused with the type of the other routes, and they with its type', async () => {
    const dispute = { disputeId: 'TYPE-1', disputetype: 'conciliation', role: 'MEDIATOR', userName: 'A' };
    const body = JSON.stringify({ dispute: { ...dispute, status: 'CON_INIT', update: 'x' } });
    const token = await signToken(gotham);
    const sent = (path: string, type: string) =>
      send(ledger.running.url + path, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          authorization: signatureHeader(gotham.keyId, token, type),
        },
      });

    await expectNothingAdded(ledger.running, async () => {
      for (const [path, type] of [
        ['/status', 'update'],
        ['/update', 'status'],
        ['/update_arbitration_report', 'status'],
        ['/update_conciliation_report', 'status'],
      ] as const)
        expectRefused(await sent(path, type), 403, 'Token type not allowed for this endpoint');
    });
  });

  it("is refused for another institution's dispute", async () => {
    await report({ disputeId: 'OWNED-1', status: 'CON_INIT' });
    const theirs = await statusClientOf(ledger.running, metropolis);

    await expectNothingAdded(ledger.running, async () => {
      expectRefused(
        await theirs({ disputeId: 'OWNED-1', status: 'WD' }),
        403,
        'Dispute is not assigned to this ODR Institution',
      );
    });
  });
});

describe('a remark or a report after the end', () => {
  it('is accepted, and says so in the timeline', async () => {
    const disputeId = 'ENDED-1';
    const before = await ledger.post('/update', updateWith({ disputeId }));
    await report({ disputeId, status: 'CON_RES' });
    const remark = await ledger.post('/update', updateWith({ disputeId, update: 'Thank you' }));
    const conciliation = await ledger.post('/update_conciliation_report', conciliationWith({ disputeId }));
    const arbitration = await ledger.post(
      '/update_arbitration_report',
      reportAfter((dispute) => (dispute.disputeId = disputeId)),
    );
    const entries = await timelineOf(disputeId, arbitration);

    expect([before, remark, conciliation, arbitration].map(({ status }) => status)).toStrictEqual([
      200, 200, 200, 200,
    ]);
    expect(
      entries
        .filter(({ type }) => !type.startsWith('Arbitrator') && !type.startsWith('Award'))
        .map(({ type, afterTerminal = false }) => [type, afterTerminal]),
    ).toStrictEqual([
      ['OdrDisputeReferenced', false],
      ['DisputeUpdateRecorded', false],
      ['DisputeStatusReported', false],
      ['DisputeUpdateRecorded', true],
      ['ConciliationReportFiled', true],
      ['ArbitrationReportFiled', true],
      ['ArbitrationFeePaid', false],
    ]);
  });
});
