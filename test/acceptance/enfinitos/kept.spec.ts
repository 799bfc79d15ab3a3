import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import {
  AdvanceDto,
  OpenDisputeDto,
  ResolveDto,
  RespondDto,
  StepDto,
} from '../../../libs/partners/src/enfinitos/enfinitos.dto.js';
import { type Answer, bodyOf, recordedAfter } from '../clients.js';
import { type Act, acts, actWords, type BodyField, bodyFields, merged } from './body-fields.js';
import { disputeOf, openingExample, steps } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

const DTO_OF_ROUTE: Readonly<Record<string, new () => object>> = {
  '': OpenDisputeDto,
  advance: AdvanceDto,
  transition: AdvanceDto,
  respond: RespondDto,
  resolve: ResolveDto,
};

/** Returns the fields that the class declares. */
const rulesOf = (dto: new () => object): object => {
  const storage = getMetadataStorage();
  return storage.groupByPropertyName(storage.getTargetValidationMetadatas(dto, '', false, false));
};

/** One dispute per state, opened by the key's developer, until an accepted request moves it on. */
const waiting = new Map<Act['state'], string>();

const WAY = ['INVESTIGATING', 'EVIDENCE_GATHERED', 'OPERATOR_RESPONDED'] as const;

const disputeIn = async (state: Act['state']): Promise<string> => {
  const { id } = disputeOf(await ledger.developer.post('', { ...openingExample, openedBy: undefined }));
  const way = state === 'ESCALATED' ? [state] : WAY.slice(0, WAY.findIndex((step) => step === state) + 1);
  for (const next of way) {
    const [route, body] = steps[next];
    await ledger.developer.post(`/${id}/${route}`, body);
  }
  return id;
};

/** Returns the path of a dispute on which the act is legal. */
const pathFor = async ({ state, route }: Act): Promise<string> => {
  if (state === null) return '';
  const id = waiting.get(state) ?? (await disputeIn(state));
  waiting.set(state, id);
  return `/${id}/${route}`;
};

interface Refusal {
  readonly error: { readonly details: readonly { readonly path: string; readonly message: string }[] };
}

/** Returns whether the refusal names the field, or the object that holds it. */
const names = (answer: Answer, { path }: BodyField): boolean =>
  bodyOf<Refusal>(answer).error.details.some(
    (detail) =>
      `/${path}/`.startsWith(`${detail.path}/`) &&
      detail.path !== '' &&
      detail.message.includes(detail.path.split('/').at(-1) ?? ''),
  );

/** Only the opener may withdraw, so nobody else's name can be kept there. */
const markedFor = (act: Act, field: BodyField): BodyField =>
  act.route === 'withdraw' && field.path === 'actor'
    ? { ...field, part: { actor: 'developer-1' }, marks: ['developer-1'] }
    : field;

/** Sends the body, and returns the answer with what was recorded beside the body as it was received. */
const sent = async (act: Act, body: object) => {
  const path = await pathFor(act);
  const head = await ledger.running.ledger.store.headPosition();
  const answer = await ledger.developer.post(path, body);
  if (answer.status === 200) waiting.delete(act.state);
  const kept = (await recordedAfter(ledger.running, head)).map(({ data: { received: _, ...data } }) => data);
  return { answer, kept };
};

describe.each(acts)('every field of this API that is sent to $name', (act) => {
  const own = new Set(Object.keys(rulesOf(DTO_OF_ROUTE[act.route] ?? StepDto)));
  const isOwn = ({ path }: BodyField): boolean => own.has(path.split('/')[0] ?? '');

  it.each(bodyFields.filter(isOwn))('is kept in the event or refused by name: $path', async (field) => {
    const { part, marks } = markedFor(act, field);
    const { answer, kept } = await sent(act, merged(act.body, part));
    const isRefused = answer.status === 400 && kept.length === 0 && names(answer, field);
    const isKept = answer.status < 300 && marks.every((mark) => JSON.stringify(kept).includes(mark));

    expect([isRefused || isKept, answer.text]).toStrictEqual([true, answer.text]);
  });

  it('is refused by name if it belongs to other routes, all of them at once', async () => {
    const foreign = [...bodyFields, ...actWords].filter((field) => !isOwn(field));
    const body = foreign.reduce((whole, { part }) => merged(whole, part), act.body);
    const { answer, kept } = await sent(act, body);

    expect([answer.status, kept]).toStrictEqual([400, []]);
    expect(foreign.filter((field) => !names(answer, field))).toStrictEqual([]);
  });
});

describe('the fields above', () => {
  const dtos = Object.values(DTO_OF_ROUTE);
  const known = [...bodyFields, ...actWords];

  const isDto = (value: unknown): value is object => Object(value).constructor.name.endsWith('Dto');

  /** Returns the path of every field of the instance, and of those inside it. */
  const pathsIn = (instance: object, parent = ''): readonly string[] => {
    return Object.keys(rulesOf(instance.constructor as new () => object)).flatMap((name) => {
      const value: unknown = Reflect.get(instance, name);
      return isDto(value) ? pathsIn(value, `${parent}${name}/`) : [`${parent}${name}`];
    });
  };

  it('are all that the DTOs know', () => {
    const whole = known.reduce((body, { part }) => merged(body, part), {});
    const paths = dtos.flatMap((dto) => pathsIn(plainToInstance(dto, whole)));

    expect([...new Set(paths.map((path) => path.replace(/\/(start|end)$/, '')))].sort()).toStrictEqual(
      known.map(({ path }) => path).sort(),
    );
  });
});
