import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  AssignExternalReasonDto,
  AssignReasonDto,
  AssignResolutionDto,
  CancelDisputeDto,
  OpenDisputeDto,
} from '../../../libs/partners/src/billtrust/billtrust.disputes.dto.js';
import {
  CreateCategoryDto,
  CreateReasonDto,
  CreateResolutionDto,
  UpdateCategoryDto,
  UpdateReasonDto,
  UpdateResolutionDto,
} from '../../../libs/partners/src/billtrust/billtrust.dto.js';
import { knownNamesOf } from '../../../libs/http/src/validation/dto-fields.js';
import { type Answer, bodyOf, recordedAfter } from '../clients.js';
import { type Known, knownConfiguration } from './known-configuration.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();
let known: Known;
let marks = 0;

beforeAll(async () => {
  known = await knownConfiguration(ledger.user);
});

type State = 'open' | 'closed' | 'cancelled';
const states: readonly State[] = ['open', 'closed', 'cancelled'];

/** A route with a body, what it always needs, and the thing that its path names. */
interface Written {
  readonly route: string;
  readonly dto: new () => object;
  readonly states?: readonly State[];
  needs(): object;
  path(state: State): Promise<string>;
}

const reached = (path: string) => () => Promise.resolve(path);

const disputeIn = async (state: State): Promise<string> => {
  const { disputeId } = await ledger.user.dispute({ reasonId: known.damaged.reasonId });
  const path = `/disputes/${disputeId}`;
  if (state === 'closed')
    await ledger.user.call('POST', `${path}/close`, { body: { resolutionCode: 'DISPVALID' } });
  if (state === 'cancelled') await ledger.user.call('POST', `${path}/cancel`);
  return path;
};

const ofDispute = (act: string) => async (state: State) => `${await disputeIn(state)}/${act}`;

const written: readonly Written[] = [
  {
    route: 'POST /resolutions',
    dto: CreateResolutionDto,
    needs: () => ({ code: 'MARKED' }),
    path: reached('/resolutions'),
  },
  {
    route: 'PUT /resolutions/:id',
    dto: UpdateResolutionDto,
    needs: () => ({}),
    path: () => Promise.resolve(`/resolutions/${known.resolutionId}`),
  },
  {
    route: 'POST /reasons',
    dto: CreateReasonDto,
    needs: () => ({ code: 'MARKED', categoryId: known.shipping }),
    path: reached('/reasons'),
  },
  {
    route: 'PUT /reasons/:id',
    dto: UpdateReasonDto,
    needs: () => ({ categoryId: known.shipping }),
    path: () => Promise.resolve(`/reasons/${known.damaged.reasonId}`),
  },
  {
    route: 'POST /categories',
    dto: CreateCategoryDto,
    needs: () => ({ code: 'MARKED' }),
    path: reached('/categories'),
  },
  {
    route: 'PUT /categories/:id',
    dto: UpdateCategoryDto,
    needs: () => ({}),
    path: () => Promise.resolve(`/categories/${known.shipping}`),
  },
  {
    route: 'POST /disputes',
    dto: OpenDisputeDto,
    needs: () => ({ documentNumber: 'INV-1' }),
    path: reached('/disputes'),
  },
  ...(
    [
      ['PUT', 'reason', AssignReasonDto, () => ({ reasonId: known.damaged.reasonId })],
      [
        'PUT',
        'external-reason',
        AssignExternalReasonDto,
        () => ({ externalReasonId: known.buyers.reasonId }),
      ],
      ['PUT', 'resolution', AssignResolutionDto, () => ({ resolutionCode: 'DISPVALID' })],
      ['POST', 'close', AssignResolutionDto, () => ({ resolutionCode: 'DISPVALID' })],
      ['POST', 'cancel', CancelDisputeDto, () => ({})],
    ] as const
  ).map(([method, act, dto, needs]) => ({
    route: `${method} /disputes/:id/${act}`,
    dto,
    states,
    needs,
    path: ofDispute(act),
  })),
];

/** Returns a value of the field that nothing has yet: text with a mark, a number or a letter. */
const markedValue = (field: string): unknown => {
  marks += 1;
  if (field === 'active' || field === 'isValid') return marks % 2 === 0;
  if (field === 'amount') return `${marks}.25`;
  if (field === 'currencyCode') return `X${String.fromCharCode(65 + (marks % 26))}Z`;
  if (field === 'visibility') return 'All';
  return /code$/i.test(field) ? `MARK-${marks}` : `mark-${marks}`;
};

/** Returns whether the value is somewhere in the data, apart from the body as it was received. */
const holds = (data: unknown, value: unknown): boolean => {
  if (data === value) return true;
  if (typeof data !== 'object' || data === null) return false;
  return Object.entries(data).some(([name, member]) => name !== 'received' && holds(member, value));
};

const termOf = (data: unknown, field: string): unknown =>
  (data as { readonly after: Readonly<Record<string, unknown>> }).after[field];

interface Sent {
  readonly answer: Answer;
  readonly events: readonly { readonly data: unknown }[];
}

const sendMarked = async ({ route, needs, path }: Written, state: State, marked: object): Promise<Sent> => {
  const [method = ''] = route.split(' ');
  const target = await path(state);
  const before = await ledger.running.ledger.store.headPosition();
  const answer = await ledger.user.call(method, target, { body: { ...needs(), ...marked } });
  return { answer, events: await recordedAfter(ledger.running, before) };
};

const cases = written.flatMap((route) =>
  knownNamesOf(route.dto).flatMap((field) =>
    (route.states ?? ['open']).map((state) => [route.route, field, state, route] as const),
  ),
);

describe('a known field', () => {
  it.each(cases)('%s: %s, of what is %s, is in an event or is refused by name', async (...drawn) => {
    const [, field, state, route] = drawn;
    const value = markedValue(field);
    // A flag has two values only: the other one first, so that this one is news.
    if (typeof value === 'boolean') await sendMarked(route, state, { [field]: !value });
    const { answer, events } = await sendMarked(route, state, { [field]: value });
    const isRecorded = events.some(({ data }) =>
      typeof value === 'boolean' ? termOf(data, field) === value : holds(data, value),
    );
    const isRefused =
      answer.status >= 400 &&
      answer.status < 500 &&
      (bodyOf<{ errors: string[] }>(answer).errors.some((error) => error.includes(field)) ||
        // The act itself is not possible in this state, whatever the body says.
        answer.status === 409);

    expect([answer.status, answer.text, isRecorded || isRefused]).toStrictEqual([
      answer.status,
      answer.text,
      true,
    ]);
  });

  it('has a case for every field of every body', () => {
    expect(cases.length).toBeGreaterThan(70);
  });
});

describe('notes that come with a repeat', () => {
  it.each([
    ['PUT', 'reason', () => ({ reasonId: known.damaged.reasonId })],
    ['PUT', 'external-reason', () => ({ externalReasonId: known.buyers.reasonId })],
    ['PUT', 'resolution', () => ({ resolutionCode: 'REJECTED' })],
    ['POST', 'close', () => ({ resolutionCode: 'DISPVALID' })],
    ['POST', 'cancel', () => ({})],
  ] as const)('%s %s are refused by name unless they are recorded', async (method, act, needs) => {
    const { disputeId } = await ledger.user.dispute();
    const send = (notes?: string) =>
      ledger.user.call(method, `/disputes/${disputeId}/${act}`, {
        body: { ...needs(), ...(notes !== undefined && { notes }) },
      });
    const first = await send('first');
    const repeats = [await send('first'), await send()];
    const second = await send('second');

    expect([first, ...repeats].map(({ status }) => status)).toStrictEqual([200, 200, 200]);
    expect(second.status).toBe(409);
    expect(bodyOf<{ errors: string[] }>(second).errors).toStrictEqual([
      expect.stringMatching(/^notes cannot be added: The dispute /),
    ]);
  });
});

describe('an unknown field', () => {
  it.each(written.filter(({ states: of }) => of === undefined))(
    'of $route is kept as it was received',
    async (route) => {
      const { events } = await sendMarked(route, 'open', { description: `d ${marks}`, colour: 'teal' });

      expect(events.map(({ data }) => data)).toContainEqual(
        expect.objectContaining({ received: expect.stringContaining('"colour":"teal"') }),
      );
    },
  );
});
