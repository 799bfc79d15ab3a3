import { describe, expect, it } from '@jest/globals';
import { expectNothingAdded } from '../clients.js';
import {
  disputeOf,
  expectFieldRefusal,
  expectRefusal,
  openingExample,
  type State,
  steps,
} from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

type Step = keyof typeof steps;

/** The contract's table, in EnfinitOS's words. */
const legal: Readonly<Record<State, readonly Step[]>> = {
  OPENED: ['INVESTIGATING', 'ESCALATED', 'WITHDRAWN'],
  INVESTIGATING: ['EVIDENCE_GATHERED', 'ESCALATED', 'WITHDRAWN'],
  EVIDENCE_GATHERED: ['OPERATOR_RESPONDED', 'ESCALATED', 'WITHDRAWN'],
  OPERATOR_RESPONDED: ['ADVERTISER_RESPONDED', 'ESCALATED', 'WITHDRAWN'],
  ADVERTISER_RESPONDED: ['OPERATOR_RESPONDED', 'RESOLVED', 'ESCALATED', 'WITHDRAWN'],
  ESCALATED: ['OPERATOR_RESPONDED', 'RESOLVED', 'WITHDRAWN'],
  RESOLVED: [],
  WITHDRAWN: [],
};

const states = Object.keys(legal) as State[];

const illegal = states.flatMap((from) =>
  (Object.keys(steps) as Step[]).filter((to) => !legal[from].includes(to)).map((to) => [from, to] as const),
);

describe('a move that the contract has', () => {
  it.each(states.flatMap((from) => legal[from].map((to) => [from, to] as const)))(
    'is made: from %s to %s',
    async (from, to) => {
      const { id } = await ledger.developer.reach(from);
      const [route, body] = steps[to];
      const answer = await ledger.developer.post(`/${id}/${route}`, body);

      expect([answer.status, disputeOf(answer).state]).toStrictEqual([200, to]);
      expect(disputeOf(answer).timeline.at(-1)).toMatchObject({ from, to });
    },
  );
});

describe('a move that the contract does not have', () => {
  it.each(illegal)('is refused, naming the state and what it may become: from %s to %s', async (from, to) => {
    const { id } = await ledger.developer.reach(from);
    const [route, body] = steps[to];
    const choice = legal[from].length === 0 ? 'it is over' : `it may become ${legal[from].join(', ')}`;

    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.developer.post(`/${id}/${route}`, body);

      expectRefusal(answer, 409, {
        code: 'ILLEGAL_TRANSITION',
        message: `The dispute is ${from} and cannot become ${to}: ${choice}.`,
      });
    });
  });
});

describe('a withdrawal', () => {
  it.each<State>([
    'OPENED',
    'INVESTIGATING',
    'EVIDENCE_GATHERED',
    'OPERATOR_RESPONDED',
    'ADVERTISER_RESPONDED',
    'ESCALATED',
  ])('is refused to anybody but the opener: %s', async (state) => {
    const { id, openedBy } = await ledger.developer.reach(state);

    expect(openedBy).toBe(openingExample.openedBy);
    await expectNothingAdded(ledger.running, async () => {
      for (const body of [{ actor: 'somebody else' }, { actor: 'ACME-BUYING-DESK' }, {}, undefined])
        expectRefusal(await ledger.developer.post(`/${id}/withdraw`, body), 412, { code: 'ACTOR_MISMATCH' });
    });
  });
});

describe('an advance', () => {
  it.each<[string, object, string]>([
    ['without a state', {}, '/toState'],
    ['to a state with a route of its own', { toState: 'RESOLVED' }, '/toState'],
    ['to a state that does not exist', { toState: 'CLOSED' }, '/toState'],
    ["without the operator's answer", { toState: 'OPERATOR_RESPONDED' }, '/operatorResponse'],
    ["with null as the operator's answer", answering('OPERATOR_RESPONDED', null), '/operatorResponse'],
    ['without a stance', answering('OPERATOR_RESPONDED', {}), '/operatorResponse/stance'],
    [
      'with a remedy of a number',
      answering('OPERATOR_RESPONDED', { stance: 'x', proposedRemedy: { amount: 1 } }),
      '/operatorResponse/proposedRemedy/amount',
    ],
    [
      'with a window that ends before it starts',
      answering('OPERATOR_RESPONDED', {
        stance: 'x',
        proposedRemedy: { makegoodWindow: { start: '2027-01-08T00:00:00Z', end: '2027-01-01T00:00:00Z' } },
      }),
      '/operatorResponse/proposedRemedy/makegoodWindow/end',
    ],
    ["without the advertiser's answer", { toState: 'ADVERTISER_RESPONDED' }, '/advertiserResponse'],
    ['with notes without end', { toState: 'INVESTIGATING', notes: 'x'.repeat(5_001) }, '/notes'],
    ['by nobody', { toState: 'INVESTIGATING', actor: ' ' }, '/actor'],
  ])('%s is refused, naming the field', async (_, body, path) => {
    const { id } = await ledger.developer.reach('EVIDENCE_GATHERED');

    await expectNothingAdded(ledger.running, async () => {
      expectFieldRefusal(await ledger.developer.post(`/${id}/advance`, body), path);
    });
  });
});

describe('an advance with the response of the wrong side', () => {
  it('is refused, naming the one that is missing and the one that does not belong', async () => {
    const { id } = await ledger.developer.reach('EVIDENCE_GATHERED');

    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.developer.post(`/${id}/advance`, {
        toState: 'OPERATOR_RESPONDED',
        advertiserResponse: { stance: 'x' },
      });

      expectRefusal(answer, 400, {
        code: 'VALIDATION_ERROR',
        details: [
          {
            path: '/operatorResponse',
            message: 'operatorResponse is required when toState is OPERATOR_RESPONDED',
          },
          {
            path: '/advertiserResponse',
            message:
              'advertiserResponse contradicts toState OPERATOR_RESPONDED: it is part of the move to ADVERTISER_RESPONDED',
          },
        ],
      });
    });
  });
});

function answering(toState: string, operatorResponse: object | null): object {
  return { toState, operatorResponse };
}

describe('an answer', () => {
  it.each<[string, object, string]>([
    ['of nobody', { stance: 'x' }, '/role'],
    ['of a third side', { role: 'auditor', stance: 'x' }, '/role'],
    ['without a stance', { role: 'operator' }, '/stance'],
    ['with a stance without end', { role: 'operator', stance: 'x'.repeat(65) }, '/stance'],
    [
      'with half a window',
      {
        role: 'operator',
        stance: 'x',
        proposedRemedy: { makegoodWindow: { start: '2027-01-08T00:00:00Z' } },
      },
      '/proposedRemedy/makegoodWindow/end',
    ],
  ])('%s is refused, naming the field', async (_, body, path) => {
    const { id } = await ledger.developer.reach('EVIDENCE_GATHERED');

    await expectNothingAdded(ledger.running, async () => {
      expectFieldRefusal(await ledger.developer.post(`/${id}/respond`, body), path);
    });
  });
});

describe('a write with If-Match', () => {
  it('goes through when nothing has changed since, and is refused when something has', async () => {
    const { id } = await ledger.developer.reach('OPENED');
    const seen = { 'if-match': (await ledger.developer.get(`/${id}`)).headers.get('etag') ?? '' };
    const [route, body] = steps.INVESTIGATING;
    const first = await ledger.developer.post(`/${id}/${route}`, body, seen);

    expect([first.status, first.headers.get('etag')]).toStrictEqual([200, '"1"']);
    await expectNothingAdded(ledger.running, async () => {
      for (const [late, lateBody] of Object.values(steps))
        expectRefusal(await ledger.developer.post(`/${id}/${late}`, lateBody, seen), 412, {
          code: 'PRECONDITION_FAILED',
        });
    });
  });

  it('is never an opening of what is there already', async () => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.developer.post('', openingExample, { 'if-match': '"0"' });

      expectRefusal(answer, 412, { code: 'PRECONDITION_FAILED' });
    });
  });
});
