import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { bodyOf, expectNothingAdded, recordedAfter } from '../clients.js';
import { disputeOf, expectRefusal, openingExample, openingWith } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

const openedWith = async (fields: object) => disputeOf(await ledger.developer.post('', openingWith(fields)));

const evidenceOnly = (ids: object) => ({ evidenceBundle: ids });

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("EnfinitOS's own request, with values in place of its placeholders", () => {
  it('opens a dispute and gets the whole dispute back', async () => {
    const example = openingExample;
    const answer = await ledger.developer.post('', example);
    const dispute = disputeOf(answer);

    expect(answer.status).toBe(201);
    expect(bodyOf(answer)).toStrictEqual({
      ok: true,
      data: {
        dispute: {
          id: expect.stringMatching(/^dispute:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
          orgId: 'acme',
          createdAt: instant,
          updatedAt: dispute['createdAt'],
          state: 'OPENED',
          openedBy: 'acme-buying-desk',
          openedByRole: 'advertiser',
          openedAt: dispute['createdAt'],
          disputedPeriod: example.disputedPeriod,
          affectedSurface: example.affectedSurface,
          claimedShortfall: { unit: 'impressions', amount: '1200.50' },
          evidenceBundle: example.evidenceBundle,
          evidenceDigest: createHash('sha256')
            .update(canonicalize(example.evidenceBundle) ?? '')
            .digest('hex'),
          timeline: [{ at: dispute['createdAt'], actor: 'acme-buying-desk', to: 'OPENED' }],
        },
      },
      contractVersion: 'v1.0',
    });
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.headers.get('ledger-position')).toMatch(/^\d+$/);
  });

  it('can be read again exactly as it was answered', async () => {
    const answer = await ledger.developer.post('', openingExample);
    const read = await ledger.developer.get(`/${disputeOf(answer).id}`);

    expect([read.status, read.text]).toStrictEqual([200, answer.text]);
    expect(read.headers.get('etag')).toBe('"0"');
  });

  it('opens another dispute each time it is sent without a key', async () => {
    expect((await openedWith({})).id).not.toBe((await openedWith({})).id);
  });

  it('ignores unknown fields, and keeps them in the body as received', async () => {
    const before = await ledger.running.ledger.store.headPosition();
    const body = JSON.stringify(openingWith({ priority: 'high' }), null, 1);
    const dispute = disputeOf(await ledger.developer.post('', body));
    const received = (await recordedAfter(ledger.running, before)).map(({ data }) => data['received']);

    expect(received).toStrictEqual([body]);
    expect(dispute).not.toHaveProperty('priority');
  });
});

describe('the evidence of an opening', () => {
  it.each(['proofPackIds', 'meteringSnapshotIds', 'settlementApplicationIds'])(
    'is enough with %s alone',
    async (list) => {
      const none = {
        proofPackIds: [],
        meteringSnapshotIds: [],
        settlementApplicationIds: [],
        attachmentRefs: [],
      };
      const { evidenceBundle } = await openedWith(evidenceOnly({ [list]: ['one', 'two', 'one'] }));

      expect(evidenceBundle).toStrictEqual({ ...none, [list]: ['one', 'two'] });
    },
  );

  it.each([
    ['is missing', { evidenceBundle: undefined }],
    ['is null', { evidenceBundle: null }],
    ['is empty', evidenceOnly({})],
    [
      'has three empty lists',
      evidenceOnly({ proofPackIds: [], meteringSnapshotIds: [], settlementApplicationIds: [] }),
    ],
    ['has lists of null', evidenceOnly({ proofPackIds: null, settlementApplicationIds: null })],
    ['has attachments and a report only', evidenceOnly({ attachmentRefs: ['a'], auditorReportRef: 'r' })],
  ])('is required: it %s', async (_, fields) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await ledger.developer.post('', openingWith(fields)), 400, {
        code: 'EVIDENCE_REQUIRED',
        details: [{ path: '/evidenceBundle', message: expect.stringContaining('proofPackIds') }],
      });
    });
  });

  it('is frozen by a digest that anybody can recompute, with or without an auditor’s report', async () => {
    const dispute = await openedWith(evidenceOnly({ meteringSnapshotIds: ['snapshot-2', 'snapshot-1'] }));
    const canonical = canonicalize({ ...dispute.evidenceBundle, auditorReportRef: null }) ?? '';

    expect(dispute.evidenceBundle).not.toHaveProperty('auditorReportRef');
    expect(dispute.evidenceDigest).toBe(createHash('sha256').update(canonical).digest('hex'));
  });

  it('may have a list that is null beside one that has ids', async () => {
    const { evidenceBundle } = await openedWith(
      evidenceOnly({ proofPackIds: null, meteringSnapshotIds: ['metering-1'] }),
    );

    expect(evidenceBundle).toMatchObject({ proofPackIds: [], meteringSnapshotIds: ['metering-1'] });
  });
});

describe('who opens', () => {
  it.each([['banana'], [null], ['OPERATOR'], [' operator'], [7], [{}], [['operator']], ['']])(
    'is the advertiser when the role is %j',
    async (openedByRole) => {
      expect(await openedWith({ openedByRole })).toMatchObject({ openedByRole: 'advertiser' });
    },
  );

  it('is the advertiser when no role is given', async () => {
    expect(await openedWith({})).toMatchObject({ openedByRole: 'advertiser' });
  });

  it('is the operator when the role is exactly that', async () => {
    expect(await openedWith({ openedByRole: 'operator' })).toMatchObject({ openedByRole: 'operator' });
  });

  it.each([[undefined], [null]])("is the key's developer when openedBy is %j", async (openedBy) => {
    const dispute = await openedWith({ openedBy });

    expect(dispute).toMatchObject({ openedBy: 'developer-1', timeline: [{ actor: 'developer-1' }] });
  });
});

describe('what is affected', () => {
  it.each([
    ['a campaign', { campaignId: 'campaign-1' }, { campaignId: 'campaign-1', screenIds: [] }],
    ['screens', { screenIds: ['a', 'a', 'b'] }, { screenIds: ['a', 'b'] }],
    ['a substrate', { substrateId: 'substrate-1' }, { screenIds: [], substrateId: 'substrate-1' }],
    ['a campaign beside nulls', { campaignId: 'c', screenIds: null }, { campaignId: 'c', screenIds: [] }],
  ])('may be %s alone', async (_, affectedSurface, told) => {
    expect((await openedWith({ affectedSurface }))['affectedSurface']).toStrictEqual(told);
  });
});

describe('the amount of the shortfall', () => {
  it.each(['1200.50', '0.000000001', '1', '007.10', '999999999999999999.999999999'])(
    'is kept as the text %s that was sent',
    async (amount) => {
      const { claimedShortfall } = await openedWith({ claimedShortfall: { unit: 'plays', amount } });

      expect(claimedShortfall).toStrictEqual({ unit: 'plays', amount });
    },
  );
});
