import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { type Answer, bodyOf, expectNothingAdded } from '../clients.js';
import { merged } from './body-fields.js';
import { disputeOf, openingExample } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

/** Returns the body with the value at the path, as in `affectedSurface/campaignId`. */
const withField = (body: object, path: string, value: unknown): object =>
  merged(body, path.split('/').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object);

interface Refusal {
  readonly error: { readonly details: readonly { readonly path: string; readonly message: string }[] };
}

const detailsOf = (answer: Answer): Refusal['error']['details'] => bodyOf<Refusal>(answer).error.details;

const texts = [
  'affectedSurface/campaignId',
  'affectedSurface/substrateId',
  'claimedShortfall/unit',
  'openedBy',
  'evidenceBundle/auditorReportRef',
] as const;

const lists = [
  'affectedSurface/screenIds',
  'evidenceBundle/proofPackIds',
  'evidenceBundle/meteringSnapshotIds',
  'evidenceBundle/settlementApplicationIds',
  'evidenceBundle/attachmentRefs',
] as const;

describe('a name in an opening', () => {
  it.each(texts)('is not blank, and has no control character: %s', async (path) => {
    await expectNothingAdded(ledger.running, async () => {
      for (const blank of ['', ' ', '\t\n', '\u00a0\u3000', 'a\u0000b', 'a\nb', '\u007fx', 'x\u0085y']) {
        const answer = await ledger.developer.post('', withField(openingExample, path, blank));

        expect([answer.status, detailsOf(answer).map((detail) => detail.path)]).toStrictEqual([
          400,
          [`/${path}`],
        ]);
      }
    });
  });

  it.each(texts)('is kept without blanks around it: %s', async (path) => {
    const dispute = disputeOf(await ledger.developer.post('', withField(openingExample, path, '  a b\t')));
    const kept = path.split('/').reduce<unknown>((value, name) => Reflect.get(Object(value), name), dispute);

    expect(kept).toBe('a b');
  });

  it('may hold any letters: they are kept as they were sent', async () => {
    const name = 'Ünïtéd 広告 “A” \u202eRTL';
    const answer = await ledger.developer.post(
      '',
      withField(openingExample, 'affectedSurface/campaignId', name),
    );

    expect(disputeOf(answer)['affectedSurface']).toMatchObject({ campaignId: name });
  });
});

describe('a list of ids', () => {
  it.each(lists)('names the item that is blank or has a control character: %s', async (path) => {
    await expectNothingAdded(ledger.running, async () => {
      for (const item of ['', '  ', '\r\n', 'a\u0001']) {
        const answer = await ledger.developer.post('', withField(openingExample, path, ['one', item, 'two']));

        expect([answer.status, detailsOf(answer).map((detail) => detail.path)]).toStrictEqual([
          400,
          [`/${path}/1`],
        ]);
      }
    });
  });

  it.each(lists)('has an id once that differs in blanks around it: %s', async (path) => {
    const items = [' one', 'two', 'one ', 'one', '\ttwo\n', 'One'];
    const dispute = disputeOf(await ledger.developer.post('', withField(openingExample, path, items)));
    const [holder = '', list = ''] = path.split('/');

    expect(Reflect.get(Object(dispute[holder]), list)).toStrictEqual(['one', 'two', 'One']);
  });

  it('does not satisfy the rule of evidence with blanks', async () => {
    const answer = await ledger.developer.post('', {
      ...openingExample,
      evidenceBundle: { proofPackIds: ['  '] },
    });

    expect(bodyOf(answer)).toMatchObject({
      error: { code: 'VALIDATION_ERROR', details: [{ path: '/evidenceBundle/proofPackIds/0' }] },
    });
  });

  it('is in the digest as it is kept', async () => {
    const evidenceBundle = { meteringSnapshotIds: [' m-1 ', 'm-1'], auditorReportRef: ' report ' };
    const dispute = disputeOf(await ledger.developer.post('', { ...openingExample, evidenceBundle }));
    const kept = {
      proofPackIds: [],
      meteringSnapshotIds: ['m-1'],
      settlementApplicationIds: [],
      attachmentRefs: [],
      auditorReportRef: 'report',
    };

    expect(dispute.evidenceBundle).toStrictEqual(kept);
    expect(dispute.evidenceDigest).toBe(
      createHash('sha256')
        .update(canonicalize(kept) ?? '')
        .digest('hex'),
    );
  });
});

describe('a name in a later step', () => {
  it.each([
    ['advance', { toState: 'INVESTIGATING' }, 'actor'],
    ['advance', { toState: 'OPERATOR_RESPONDED' }, 'operatorResponse/stance'],
    ['respond', { role: 'operator' }, 'stance'],
    ['respond', { role: 'operator', stance: 'x' }, 'by'],
    ['resolve', { kind: 'CREDIT_ISSUED' }, 'creditNoteId'],
    ['resolve', { kind: 'MAKEGOOD_DELIVERED' }, 'makegoodCampaignId'],
    [
      'resolve',
      { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: 1 } },
      'originalApplicationId',
    ],
    ['resolve', { kind: 'OTHER' }, 'resolvedBy'],
    ['escalate', {}, 'actor'],
    ['withdraw', {}, 'actor'],
  ])('is not blank, and has no control character: %s %j %s', async (route, body, path) => {
    const { id } = await ledger.developer.reach('OPENED');

    await expectNothingAdded(ledger.running, async () => {
      for (const name of ['', '   ', 'a\u0000', 7]) {
        const answer = await ledger.developer.post(`/${id}/${route}`, withField(body, path, name));

        expect([answer.status, detailsOf(answer).map((detail) => detail.path)]).toStrictEqual([
          400,
          [`/${path}`],
        ]);
      }
    });
  });

  it('is kept without blanks around it', async () => {
    const { id } = await ledger.developer.reach('ESCALATED');
    const answer = await ledger.developer.post(`/${id}/resolve`, {
      kind: 'CREDIT_ISSUED',
      creditNoteId: ' note-1 ',
      resolvedBy: ' Rita ',
      actor: 'Rita',
    });

    expect(disputeOf(answer)['resolution']).toMatchObject({ creditNoteId: 'note-1', resolvedBy: 'Rita' });
  });
});
