import { describe, expect, it } from '@jest/globals';
import { after, type Answer, bodyOf, expectNothingAdded } from '../clients.js';
import {
  developerOf,
  disputeOf,
  expectRefusal,
  isRepeat,
  openingExample,
  openingWith,
  outcome,
  steps,
} from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

const withKey = (key: string): Record<string, string> => ({ 'idempotency-key': key });

/** Expects that sending it again returns the same answer, marked as a repeat, and records nothing. */
const expectRepeat = async (first: Answer, send: () => Promise<Answer>): Promise<void> => {
  expect(first.status).toBeLessThan(300);
  expect(isRepeat(first)).toBe(false);
  await expectNothingAdded(ledger.running, async () => {
    const again = await send();

    expect(outcome(again)).toStrictEqual(outcome(first));
    expect(isRepeat(again)).toBe(true);
  });
};

const expectReused = (answer: Answer, differs = 'with another request body'): void =>
  expectRefusal(answer, 422, {
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: `The idempotency key was used before ${differs}.`,
  });

describe('an opening that is sent again with its Idempotency-Key', () => {
  it('opens one dispute and has one answer when ten come at once', async () => {
    const customer = await developerOf(ledger.running, 'ten-at-once');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => customer.post('', openingExample, withKey('at once'))),
    );
    const [first] = answers as [Answer];
    const list = await customer.get('', after(first));

    expect(first.status).toBe(201);
    expect(answers.map(outcome)).toStrictEqual(Array.from({ length: 10 }, () => outcome(first)));
    expect(answers.filter(isRepeat)).toHaveLength(9);
    expect(bodyOf(list)).toMatchObject({ data: { disputes: [disputeOf(first)], counts: { OPENED: 1 } } });
  });

  it('gets the first bytes again after every later step', async () => {
    const open = () => ledger.developer.post('', openingExample, withKey('and then'));
    const first = await open();
    const { id } = disputeOf(first);

    for (const state of ['INVESTIGATING', 'EVIDENCE_GATHERED', 'ESCALATED', 'WITHDRAWN'] as const) {
      const [route, body] = steps[state];
      expect(disputeOf(await ledger.developer.post(`/${id}/${route}`, body)).state).toBe(state);
      await expectRepeat(first, open);
    }
  });

  it('gets the first bytes again after a restart', async () => {
    const open = () => ledger.developer.post('', openingExample, withKey('before the restart'));
    const first = await open();
    await ledger.developer.post(`/${disputeOf(first).id}/escalate`);
    await ledger.restart();

    await expectRepeat(first, open);
  });

  it('may be written with other white space and another order of its fields', async () => {
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(openingExample).reverse()), null, 2);
    const first = await ledger.developer.post('', openingExample, withKey('reordered'));

    await expectRepeat(first, () => ledger.developer.post('', reordered, withKey('reordered')));
  });

  it('may have been refused the first time, and is decided again', async () => {
    const refused = await ledger.developer.post('', openingWith({ evidenceBundle: {} }), withKey('refused'));
    const taken = await ledger.developer.post('', openingExample, withKey('refused'));

    expect([refused.status, taken.status, isRepeat(taken)]).toStrictEqual([400, 201, false]);
  });
});

describe('a step that is sent again with its Idempotency-Key', () => {
  it.each([
    ['OPENED', 'INVESTIGATING'],
    ['INVESTIGATING', 'EVIDENCE_GATHERED'],
    ['EVIDENCE_GATHERED', 'OPERATOR_RESPONDED'],
    ['OPERATOR_RESPONDED', 'ADVERTISER_RESPONDED'],
    ['OPENED', 'ESCALATED'],
    ['ESCALATED', 'RESOLVED'],
    ['OPENED', 'WITHDRAWN'],
  ] as const)('has one effect, though it is not legal twice: from %s to %s', async (from, to) => {
    const { id } = await ledger.developer.reach(from);
    const [route, body] = steps[to];
    const send = () => ledger.developer.post(`/${id}/${route}`, body, withKey(`step to ${to}`));
    const first = await send();

    expect([first.status, disputeOf(first).state]).toStrictEqual([200, to]);
    await expectRepeat(first, send);
    await ledger.restart();
    await expectRepeat(first, send);
  });

  it('says again that no settlement was overridden', async () => {
    const { id } = await ledger.developer.reach('ESCALATED');
    const body = { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment: { operator: -5 } };
    const send = () => ledger.developer.post(`/${id}/resolve`, body, withKey('adjusted'));
    const first = await send();

    expect(bodyOf(first)).toMatchObject({ data: { overrideApplied: false } });
    await expectRepeat(first, send);
  });

  it('gets the first bytes again after later steps', async () => {
    const { id } = await ledger.developer.reach('OPENED');
    const send = () =>
      ledger.developer.post(`/${id}/advance`, { toState: 'INVESTIGATING' }, withKey('step and then'));
    const first = await send();
    await ledger.developer.post(`/${id}/advance`, { toState: 'EVIDENCE_GATHERED' });

    await expectRepeat(first, send);
  });

  it('without a body has one effect', async () => {
    const { id } = await ledger.developer.reach('OPENED');
    const send = () => ledger.developer.post(`/${id}/escalate`, undefined, withKey('no body'));

    await expectRepeat(await send(), send);
  });

  it('has one effect and one answer when ten come at once', async () => {
    const { id } = await ledger.developer.reach('OPENED');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.developer.post(`/${id}/escalate`, {}, withKey('escalated at once')),
      ),
    );
    const [first] = answers as [Answer];

    expect(answers.map(outcome)).toStrictEqual(Array.from({ length: 10 }, () => outcome(first)));
    expect(answers.filter(isRepeat)).toHaveLength(9);
    expect(disputeOf(await ledger.developer.get(`/${id}`)).timeline).toHaveLength(2);
  });
});

describe('an Idempotency-Key that was used before', () => {
  it.each([
    ['another amount', { claimedShortfall: { unit: 'impressions', amount: '1200.5' } }],
    ['a field that nobody knows', { priority: 'high' }],
    ['another role', { openedByRole: 'operator' }],
  ])('is refused with %s, also after a restart', async (name, fields) => {
    const send = () => ledger.developer.post('', openingWith(fields), withKey(name));
    await ledger.developer.post('', openingExample, withKey(name));

    await expectNothingAdded(ledger.running, async () => expectReused(await send()));
    await ledger.restart();
    await expectNothingAdded(ledger.running, async () => expectReused(await send()));
  });

  it('is refused with another body of the same step', async () => {
    const { id } = await ledger.developer.reach('OPENED');
    await ledger.developer.post(`/${id}/escalate`, { notes: 'one' }, withKey('other notes'));

    await expectNothingAdded(ledger.running, async () => {
      expectReused(await ledger.developer.post(`/${id}/escalate`, { notes: 'two' }, withKey('other notes')));
    });
  });

  it.each([
    ['advance', 'OPENED', steps.INVESTIGATING],
    ['respond', 'EVIDENCE_GATHERED', steps.OPERATOR_RESPONDED],
    ['resolve', 'ESCALATED', steps.RESOLVED],
    ['withdraw', 'OPENED', steps.WITHDRAWN],
    ['escalate', 'OPENED', steps.ESCALATED],
  ] as const)("is refused with the same body on another dispute's path: %s", async (name, state, step) => {
    const [route, body] = step;
    const mine = await ledger.developer.reach(state);
    const other = await ledger.developer.reach(state);
    const first = await ledger.developer.post(`/${mine.id}/${route}`, body, withKey(`another path ${name}`));
    expect(first.status).toBe(200);

    await expectNothingAdded(ledger.running, async () => {
      expectReused(
        await ledger.developer.post(`/${other.id}/${route}`, body, withKey(`another path ${name}`)),
        'for another dispute',
      );
    });
    expect(disputeOf(await ledger.developer.get(`/${other.id}`)).state).toBe(state);
  });

  it('lets one of several openings win when they come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        ledger.developer.post('', openingWith({ openedBy: `desk ${index}` }), withKey('race')),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toStrictEqual([201, ...Array<number>(7).fill(422)]);
  });

  it('does not give away the answer to another developer, whose key is another', async () => {
    const colleague = await developerOf(ledger.running, 'acme', { holder: 'developer-2' });
    const mine = await ledger.developer.post('', openingExample, withKey('between developers'));
    const theirs = await colleague.post('', openingExample, withKey('between developers'));

    expect([theirs.status, isRepeat(theirs)]).toStrictEqual([201, false]);
    expect(disputeOf(theirs).id).not.toBe(disputeOf(mine).id);
  });

  it('is another key for another organisation, and on another route', async () => {
    const globex = await developerOf(ledger.running, 'globex');
    const mine = await ledger.developer.post('', openingExample, withKey('mine'));
    const theirs = await globex.post('', openingExample, withKey('mine'));
    const step = await ledger.developer.post(`/${disputeOf(mine).id}/escalate`, {}, withKey('mine'));

    expect([theirs, step].map((answer) => [answer.status, isRepeat(answer)])).toStrictEqual([
      [201, false],
      [200, false],
    ]);
    expect(disputeOf(theirs).id).not.toBe(disputeOf(mine).id);
  });
});
