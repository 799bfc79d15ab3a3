import { describe, expect, it } from '@jest/globals';
import { bodyOf, expectNothingAdded } from '../clients.js';
import { type Dispute, disputeOf, expectFieldRefusal, openingExample } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

const after = async ({ id }: Dispute, route: string, body?: object): Promise<Dispute> => {
  const answer = await ledger.developer.post(`/${id}/${route}`, body);
  expect([answer.status, answer.text]).toStrictEqual([200, answer.text]);
  return disputeOf(answer);
};

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const remedy = {
  amount: '600.25',
  makegoodWindow: { start: '2027-01-01T00:00:00Z', end: '2027-01-08T00:00:00Z' },
};

describe('a whole life', () => {
  it('goes from the opening to the resolution, and each step is added to the timeline', async () => {
    const opened = await ledger.developer.reach('OPENED');
    const lives = [
      opened,
      await after(opened, 'advance', { toState: 'INVESTIGATING', actor: 'Ann', notes: 'Looking into it.' }),
      await after(opened, 'advance', { toState: 'EVIDENCE_GATHERED' }),
      await after(opened, 'advance', {
        toState: 'OPERATOR_RESPONDED',
        actor: 'Otto',
        operatorResponse: { stance: 'PARTIAL', notes: 'Two screens.', proposedRemedy: remedy },
      }),
      await after(opened, 'respond', { role: 'advertiser', stance: 'REJECTED', actor: 'Ada', notes: 'No.' }),
      await after(opened, 'respond', { role: 'operator', stance: 'ACCEPTED', actor: 'Otto' }),
      await after(opened, 'advance', {
        toState: 'ADVERTISER_RESPONDED',
        advertiserResponse: { stance: 'ACCEPTED' },
      }),
      await after(opened, 'resolve', { kind: 'CREDIT_ISSUED', creditNoteId: 'note-1', actor: 'Rita' }),
    ];
    const last = lives.at(-1) ?? opened;

    expect(last.timeline).toStrictEqual([
      { at: instant, actor: 'acme-buying-desk', to: 'OPENED' },
      { at: instant, actor: 'Ann', notes: 'Looking into it.', from: 'OPENED', to: 'INVESTIGATING' },
      { at: instant, actor: 'developer-1', from: 'INVESTIGATING', to: 'EVIDENCE_GATHERED' },
      {
        at: instant,
        actor: 'Otto',
        notes: 'Two screens.',
        from: 'EVIDENCE_GATHERED',
        to: 'OPERATOR_RESPONDED',
      },
      { at: instant, actor: 'Ada', notes: 'No.', from: 'OPERATOR_RESPONDED', to: 'ADVERTISER_RESPONDED' },
      { at: instant, actor: 'Otto', from: 'ADVERTISER_RESPONDED', to: 'OPERATOR_RESPONDED' },
      { at: instant, actor: 'developer-1', from: 'OPERATOR_RESPONDED', to: 'ADVERTISER_RESPONDED' },
      { at: instant, actor: 'Rita', from: 'ADVERTISER_RESPONDED', to: 'RESOLVED' },
    ]);
    expect(lives.map(({ timeline }) => timeline)).toStrictEqual(
      lives.map((_, index) => last.timeline.slice(0, index + 1)),
    );
    expect(lives.map(({ state }) => state)).toStrictEqual(last.timeline.map(({ to }) => to));
    expect(lives.map(({ updatedAt }) => updatedAt)).toStrictEqual(last.timeline.map(({ at }) => at));
    expect(new Set(lives.map(({ evidenceDigest }) => evidenceDigest)).size).toBe(1);
    expect(new Set(lives.map(({ evidenceBundle }) => JSON.stringify(evidenceBundle))).size).toBe(1);
  });

  it('ends when the opener withdraws the dispute', async () => {
    const opened = await ledger.developer.reach('OPENED');
    const withdrawn = await after(opened, 'withdraw', { actor: openingExample.openedBy, notes: 'Settled.' });

    expect(withdrawn.state).toBe('WITHDRAWN');
    expect(withdrawn).not.toHaveProperty('resolution');
    expect(withdrawn.timeline.at(-1)).toStrictEqual({
      at: withdrawn['updatedAt'],
      actor: openingExample.openedBy,
      notes: 'Settled.',
      from: 'OPENED',
      to: 'WITHDRAWN',
    });
  });

  it('may be withdrawn without a body by the developer who opened it in their own name', async () => {
    const opened = disputeOf(await ledger.developer.post('', { ...openingExample, openedBy: undefined }));

    expect((await after(opened, 'withdraw')).state).toBe('WITHDRAWN');
  });

  it('continues to an answer of the operator, or to its end, after an escalation', async () => {
    const answered = await after(await ledger.developer.reach('ESCALATED'), 'respond', {
      role: 'operator',
      stance: 'DISPUTED',
    });
    const resolved = await after(await ledger.developer.reach('ESCALATED'), 'resolve', { kind: 'OTHER' });

    expect([answered.state, resolved.state]).toStrictEqual(['OPERATOR_RESPONDED', 'RESOLVED']);
  });

  it('may be escalated without a body', async () => {
    expect((await after(await ledger.developer.reach('INVESTIGATING'), 'escalate')).state).toBe('ESCALATED');
  });
});

describe('the answer of each side', () => {
  it('is kept as it was given, by either route', async () => {
    const response = { stance: 'PARTIAL', notes: 'Two screens.', proposedRemedy: remedy };
    const disputes = [
      await after(await ledger.developer.reach('EVIDENCE_GATHERED'), 'respond', {
        role: 'operator',
        ...response,
      }),
      await after(await ledger.developer.reach('EVIDENCE_GATHERED'), 'advance', {
        toState: 'OPERATOR_RESPONDED',
        operatorResponse: response,
      }),
    ];

    expect(disputes.map(({ operatorResponse }) => operatorResponse)).toStrictEqual(
      disputes.map(({ updatedAt }) => ({ at: updatedAt, by: 'developer-1', ...response })),
    );
  });

  it('has only what was said', async () => {
    const dispute = await ledger.developer.reach('ADVERTISER_RESPONDED');
    const [, , , operator, advertiser] = dispute.timeline;

    expect([dispute['operatorResponse'], dispute['advertiserResponse']]).toStrictEqual([
      { at: operator?.['at'], by: 'developer-1', stance: 'DISPUTED' },
      { at: advertiser?.['at'], by: 'developer-1', stance: 'REJECTED' },
    ]);
  });

  it('is the latest one when the operator counters', async () => {
    const dispute = await after(await ledger.developer.reach('ADVERTISER_RESPONDED'), 'respond', {
      role: 'operator',
      stance: 'COUNTERED',
      proposedRemedy: { amount: '1.00' },
    });

    expect(dispute).toMatchObject({
      operatorResponse: { stance: 'COUNTERED', proposedRemedy: { amount: '1.00' } },
      advertiserResponse: { stance: 'REJECTED' },
    });
  });
});

describe('a resolution', () => {
  it.each([
    ['a credit', { kind: 'CREDIT_ISSUED', creditNoteId: 'note-1' }],
    ['a makegood', { kind: 'MAKEGOOD_DELIVERED', makegoodCampaignId: 'campaign-8' }],
    ['no credit', { kind: 'NO_CREDIT' }],
    ['anything else', { kind: 'OTHER' }],
  ])('by %s is answered as it was given', async (_, resolution) => {
    const opened = await ledger.developer.reach('ESCALATED');
    const answer = await ledger.developer.post(`/${opened.id}/resolve`, { ...resolution, notes: 'Agreed.' });
    const dispute = disputeOf(answer);

    expect(Object.keys(bodyOf<{ data: object }>(answer).data)).toStrictEqual(['dispute']);
    expect(dispute['resolution']).toStrictEqual({
      ...resolution,
      resolvedAt: dispute['updatedAt'],
      resolvedBy: 'developer-1',
      notes: 'Agreed.',
    });
  });

  it('by an adjustment of settlements keeps signed cents, and overrides no settlement itself', async () => {
    const { id } = await ledger.developer.reach('ADVERTISER_RESPONDED');
    const settlementAdjustment = { advertiser: 120_050, operator: -120_050, platform: 0 };
    const answer = await ledger.developer.post(`/${id}/resolve`, {
      kind: 'SETTLEMENT_ADJUSTMENT',
      settlementAdjustment,
    });
    const { data } = bodyOf<{ data: Record<string, unknown> }>(answer);
    const dispute = disputeOf(answer);

    expect(answer.status).toBe(200);
    expect(data).toStrictEqual({ dispute, overrideApplied: false, overrideSkipped: expect.any(String) });
    expect(dispute['resolution']).toStrictEqual({
      kind: 'SETTLEMENT_ADJUSTMENT',
      adjustments: { advertiser: '120050', operator: '-120050', platform: '0' },
      resolvedAt: dispute['updatedAt'],
      resolvedBy: 'developer-1',
    });
  });

  it.each<[string, object, string]>([
    ['without a kind', {}, '/kind'],
    ['of an unknown kind', { kind: 'REFUND' }, '/kind'],
    ['by a credit without its note', { kind: 'CREDIT_ISSUED' }, '/creditNoteId'],
    ['by a credit with an empty note', { kind: 'CREDIT_ISSUED', creditNoteId: '' }, '/creditNoteId'],
    ['by a makegood without its campaign', { kind: 'MAKEGOOD_DELIVERED' }, '/makegoodCampaignId'],
    ['by an adjustment of nothing', { kind: 'SETTLEMENT_ADJUSTMENT' }, '/settlementAdjustment'],
    ...[{}, null, []].map((settlementAdjustment): [string, object, string] => [
      `by the adjustment ${JSON.stringify(settlementAdjustment)}`,
      { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment },
      '/settlementAdjustment',
    ]),
    ...[1.5, '100', null, 2 ** 53, [1]].map((cents): [string, object, string] => [
      `by an adjustment of ${JSON.stringify(cents)} cents`,
      { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: cents } },
      '/settlementAdjustment/operator',
    ]),
  ])('%s is refused, naming what is missing', async (_, body, path) => {
    const { id } = await ledger.developer.reach('ESCALATED');

    await expectNothingAdded(ledger.running, async () => {
      expectFieldRefusal(await ledger.developer.post(`/${id}/resolve`, body), path);
    });
  });
});
