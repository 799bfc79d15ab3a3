import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bodyOf, expectNothingAdded, send } from '../clients.js';
import { developerOf, openingExample, type State } from './clients.js';
import { enfinitosLedger } from './ledger.js';
import { mistakesOfClaims } from './mistakes/claims.js';
import { mistakesOfContents } from './mistakes/contents.js';
import type { MistakeAnswer, RequestMistake, Sender } from './mistakes/mistakes.js';
import { mistakesOfMoves } from './mistakes/moves.js';
import { mistakesOfReferences } from './mistakes/references.js';
import { mistakesOfRequests } from './mistakes/requests.js';
import { mistakesOfResponses } from './mistakes/responses.js';
import { mistakesOfResolutions } from './mistakes/resolutions.js';

const ledger = enfinitosLedger();

const authorizations: Partial<Record<Sender, string>> = {};

beforeAll(async () => {
  const bearer = async (tenant: string, scopes: string[]): Promise<string> =>
    `Bearer ${(await developerOf(ledger.running, tenant, { scopes })).apiKey}`;
  authorizations.stranger = await bearer('other', ['audit:read', 'settlement:write']);
  authorizations.reader = await bearer('acme', ['audit:read']);
  authorizations.writer = await bearer('acme', ['settlement:write']);
  authorizations.basic = `Basic ${Buffer.from(`${ledger.developer.apiKey}:`).toString('base64')}`;
});

/** No mistake changes anything, so one dispute per state is enough. */
const disputes = new Map<State, string>();

const disputeIn = async (state: State): Promise<string> => {
  const id = disputes.get(state) ?? (await ledger.developer.reach(state)).id;
  disputes.set(state, id);
  return id;
};

/** Expects the whole answer, and that nothing was recorded. */
const expectAnswer = async (
  ask: () => Promise<Answer>,
  { status, code, details, message, headers = {} }: MistakeAnswer,
  id = '',
): Promise<void> => {
  await expectNothingAdded(ledger.running, async () => {
    const answer = await ask();
    const messages = Object.values(details ?? {}).join('; ');
    const list = Object.entries(details ?? {}).map(([path, text]) => ({ path, message: text }));
    const error = {
      code,
      message: (message ?? messages).replace('<id>', id),
      ...(list.length > 0 && { details: list }),
    };

    expect([answer.status, bodyOf(answer)]).toStrictEqual([
      status,
      { ok: false, error, contractVersion: 'v1.0' },
    ]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-correlation-id': expect.stringMatching(/./),
      ...headers,
    });
  });
};

/** Returns the document's opening with the edits; undefined leaves a field out. */
const openingWithEdits = (edits: Readonly<Record<string, unknown>>): object => {
  const { openedBy: _, ...body } = structuredClone(openingExample);
  for (const [path, value] of Object.entries(edits)) {
    const names = path.split('.');
    const holder = names
      .slice(0, -1)
      .reduce<object>((inner, name) => Reflect.get(inner, name) as object, body);
    Reflect.set(holder, names.at(-1) ?? '', value);
  }
  return body;
};

describe('a mistake in an opening', () => {
  it.each([...mistakesOfClaims, ...mistakesOfReferences])(
    'is named: $mistake',
    async ({ edits, details, code = 'VALIDATION_ERROR' }) => {
      const body = openingWithEdits(edits);

      await expectAnswer(() => ledger.developer.post('', body), { status: 400, code, details });
    },
  );
});

describe('a mistake in a later step', () => {
  it.each([...mistakesOfMoves, ...mistakesOfResponses, ...mistakesOfResolutions])(
    'is named: $mistake',
    async ({ state, route, body, answer }) => {
      const id = await disputeIn(state);

      await expectAnswer(() => ledger.developer.post(`/${id}/${route}`, body), answer, id);
    },
  );
});

/** Sends the request as it stands, with the headers of its sender. */
const ask = ({ method, path, as, body, ...request }: RequestMistake, id: string): Promise<Answer> => {
  const authorization = as === undefined ? `Bearer ${ledger.developer.apiKey}` : authorizations[as];
  return send(`${ledger.running.url}/v1/disputes${path.replace('{id}', id)}`, {
    method,
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
};

describe('a mistake in a request', () => {
  it.each([...mistakesOfRequests, ...mistakesOfContents])('is named: $mistake', async (request) => {
    const id = await disputeIn('OPENED');
    if (request.first !== undefined) await ask({ ...request, body: request.first }, id);

    await expectAnswer(() => ask(request, id), request.answer, id);
  });
});

describe('the mistakes above', () => {
  const all = [
    ...mistakesOfClaims,
    ...mistakesOfReferences,
    ...mistakesOfMoves,
    ...mistakesOfResponses,
    ...mistakesOfResolutions,
    ...mistakesOfRequests,
    ...mistakesOfContents,
  ].map(({ mistake }) => mistake);

  it('are a hundred different ones', () => {
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(100);
  });
});
