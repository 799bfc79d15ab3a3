import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, startLedger } from '../../support/running-ledger.js';
import {
  after,
  bodyOf,
  clientOf,
  expectNothingAdded,
  expectRefused,
  type Read,
  readerOf,
} from '../clients.js';
import { rawReportExample, reportAfter, reportExample, updateExample, updateWith } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');
const elsewhere = newInstitution('Gotham ODR', 'another-tenant');

interface Events {
  readonly events: readonly { type: string; data: Record<string, unknown>; metadata: object }[];
}

interface Timeline {
  readonly entries: readonly { type: string; warnings: readonly { code: string }[]; changes: unknown[] }[];
}

const ledger = smartOdrLedger(gotham, metropolis, elsewhere);
let read: Read;

beforeAll(async () => {
  read = readerOf(ledger.running, await auditorKey(ledger.running));
});

describe("SMART ODR's own examples", () => {
  it('are accepted: the update, as it stands', async () => {
    const answer = await ledger.post('/update', updateExample);

    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      '{"success":true,"message":"Update to the Dispute MII-INV-2024-01-781096 received"}',
    );
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-api-version')).toBe('1.0.0');
  });

  it('are accepted with the dispute as a string of JSON, as the page says', async () => {
    const { dispute } = JSON.parse(updateExample) as { dispute: object };
    const answer = await ledger.post('/update', JSON.stringify({ dispute: JSON.stringify(dispute) }));

    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      '{"success":true,"message":"Update to the Dispute MII-INV-2024-01-781096 received"}',
    );
  });

  it('are accepted: the report without its comments, with its contradictions kept as warnings', async () => {
    const written = await ledger.post('/update_arbitration_report', reportExample);

    expect(written.status).toBe(200);
    expect(written.text).toBe(
      '{"success":true,"message":"Arbitration award saved successfully. ComplainId: DMDP-DP-2024-07-649989"}',
    );

    const path = '/ledger/disputes/smartodr/DMDP-DP-2024-07-649989';
    const { events } = bodyOf<Events>(await read(`${path}/events`, after(written)));
    const { entries } = bodyOf<Timeline>(await read(`${path}/timeline`, after(written)));
    const filed = events.find(({ type }) => type === 'ArbitrationReportFiled.v1')?.data;
    const shown = entries.find(({ type }) => type === 'ArbitrationReportFiled');
    const warnings = [{ code: 'ARBITRATOR_TYPE_MISMATCH' }, { code: 'APPOINTED_AFTER_AWARD' }];

    expect(filed).toMatchObject({ version: 1, warnings, received: reportExample });
    expect(shown?.warnings).toMatchObject(warnings);
    expect(events.map(({ type }) => type)).toStrictEqual([
      'OdrDisputeReferenced.v1',
      'ArbitrationReportFiled.v1',
      'ArbitratorAppointed.v1',
      'ArbitratorAccepted.v1',
      'ArbitratorAppointed.v1',
      'ArbitratorAccepted.v1',
      'ArbitratorAppointed.v1',
      'ArbitratorRejected.v1',
      'ArbitratorReappointed.v1',
      'ArbitratorAccepted.v1',
      'ArbitrationFeePaid.v1',
      'AwardMade.v1',
      'AwardReceived.v1',
      'AwardSent.v1',
    ]);
  });

  it('are refused: the report as it is printed, with comments', async () => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.post('/update_arbitration_report', rawReportExample);

      expectRefused(answer, 400, 'Malformed JSON body');
    });
  });
});

describe('a report that is sent again', () => {
  it('is one more version with no new fact and no change', async () => {
    const body = reportAfter((dispute) => (dispute.disputeId = 'REPEAT-1'));
    await ledger.post('/update_arbitration_report', body);
    const path = '/ledger/disputes/smartodr/REPEAT-1';
    const before = bodyOf<Events>(await read(`${path}/events`)).events;
    const again = await ledger.post('/update_arbitration_report', body);

    const { events } = bodyOf<Events>(await read(`${path}/events`));
    const { entries } = bodyOf<Timeline>(await read(`${path}/timeline`, after(again)));

    expect(events).toHaveLength(before.length + 1);
    expect(events.at(-1)).toMatchObject({ type: 'ArbitrationReportFiled.v1', data: { version: 2 } });
    expect(entries.at(-1)?.changes).toStrictEqual([]);
  });

  it('says which fields another version changes', async () => {
    await ledger.post(
      '/update_arbitration_report',
      reportAfter((dispute) => (dispute.disputeId = 'CHANGED-1')),
    );
    const changed = await ledger.post(
      '/update_arbitration_report',
      reportAfter((dispute) => {
        dispute.disputeId = 'CHANGED-1';
        dispute.ArbitrationReport['noOfHearings'] = 4;
      }),
    );
    const timeline = await read('/ledger/disputes/smartodr/CHANGED-1/timeline', after(changed));

    expect(bodyOf<Timeline>(timeline).entries.at(-1)?.changes).toStrictEqual([
      { field: 'report.hearings', from: 3, to: 4 },
    ]);
  });
});

describe('whose dispute it is', () => {
  it.each([
    ['/update', updateWith({ disputeId: 'OWNED-1' })],
    ['/update_arbitration_report', reportAfter((dispute) => (dispute.disputeId = 'OWNED-1'))],
  ])('refuses another institution of the same tenant on %s', async (route, body) => {
    await ledger.post('/update', updateWith({ disputeId: 'OWNED-1' }));
    const intruder = await clientOf(ledger.running, metropolis);

    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await intruder(route, body), 403, 'Dispute is not assigned to this ODR Institution');
    });
  });

  it('leaves another tenant its own dispute with the same id', async () => {
    await ledger.post('/update', updateWith({ disputeId: 'SHARED-1', update: 'ours' }));
    const theirs = await clientOf(ledger.running, elsewhere);
    const written = await theirs('/update', updateWith({ disputeId: 'SHARED-1', update: 'theirs' }));

    expect(written.status).toBe(200);
    await expect(
      read('/ledger/disputes/smartodr/SHARED-1', after(written)).then(bodyOf),
    ).resolves.toMatchObject({ updateCount: 1, lastUpdate: { text: 'ours' } });
    await expect(
      read('/ledger/disputes/another-tenant/SHARED-1', after(written)).then(bodyOf),
    ).resolves.toMatchObject({ updateCount: 1, lastUpdate: { text: 'theirs' } });
  });
});

describe('a deployment that accepts transferred disputes only', () => {
  it('does not find the dispute of the example', async () => {
    const strict = await startLedger({ ODR_STRICT: 'true' });
    try {
      await register(strict, gotham);
      const client = await clientOf(strict, gotham);

      await expectNothingAdded(strict, async () => {
        const answer = await client('/update', updateExample);

        expectRefused(answer, 404, 'Dispute MII-INV-2024-01-781096 not found');
      });
    } finally {
      await strict.dispose();
    }
  });
});

describe('optimistic concurrency', () => {
  it('returns the revision of every write, and accepts a write that names it', async () => {
    const body = updateWith({ disputeId: 'REVISION-OK' });
    const first = await ledger.post('/update', body);
    const second = await ledger.post('/update', body, { 'if-match': first.headers.get('etag') ?? '' });

    expect(first.headers.get('etag')).toBe('"1"');
    expect([second.status, second.headers.get('etag')]).toStrictEqual([200, '"2"']);
  });

  it.each(['"0"', '"99"'])(
    'refuses a write that names the revision %s, which is not the last',
    async (tag) => {
      const body = updateWith({ disputeId: `REVISION-${tag.slice(1, -1)}` });
      await ledger.post('/update', body);

      await expectNothingAdded(ledger.running, async () => {
        const answer = await ledger.post('/update', body, { 'if-match': tag });

        expectRefused(answer, 412, `The dispute is at revision 1, not ${tag.slice(1, -1)}.`);
      });
    },
  );

  it.each(['W/"1"', '"0", "99"', '"x"', 'W/"1", "0"', '"01"'])(
    'refuses a write with the If-Match %s, none of which is the current state',
    async (tag) => {
      const body = updateWith({ disputeId: 'REVISION-TAGS' });
      await ledger.post('/update', body, { 'if-none-match': '*' });

      await expectNothingAdded(ledger.running, async () => {
        expect((await ledger.post('/update', body, { 'if-match': tag })).status).toBe(412);
      });
    },
  );

  it.each(['"0", "1"', '"x",W/"0" , "1",', '*'])(
    'accepts a write with the If-Match %s, one of which is the current state',
    async (tag) => {
      const body = updateWith({ disputeId: `REVISION-LIST-${tag.length}` });
      await ledger.post('/update', body);

      expect((await ledger.post('/update', body, { 'if-match': tag })).status).toBe(200);
    },
  );

  it.each(['*', '"0"', '"0", "1"'])('creates nothing with the If-Match %s', async (tag) => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.post('/update', updateWith({ disputeId: 'NOT-THERE' }), {
        'if-match': tag,
      });

      expectRefused(answer, 412, 'The dispute does not exist yet.');
    });
  });

  it.each(['*', '"1"', 'W/"1"', '"0", W/"1"'])(
    'refuses a write with the If-None-Match %s, because the dispute is in that state',
    async (tag) => {
      const body = updateWith({ disputeId: `NONE-${tag.length}` });
      expect((await ledger.post('/update', body, { 'if-none-match': tag })).status).toBe(200);

      await expectNothingAdded(ledger.running, async () => {
        expect((await ledger.post('/update', body, { 'if-none-match': tag })).status).toBe(412);
      });
    },
  );

  it.each(['2', '"1" "2"', 'w/"1"'])('refuses the If-Match %s, which is not a list of tags', async (tag) => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.post('/update', updateExample, { 'if-match': tag });

      expectRefused(answer, 400, 'If-Match must be * or a list of entity tags, as in "12", "13"');
    });
  });
});
