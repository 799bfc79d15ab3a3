import { expect } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import { documentedHeader, type Institution } from '../support/institution.js';
import type { RunningLedger } from '../support/running-ledger.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body's bytes as text, for what must be the same byte for byte. */
  readonly text: string;
}

export const bodyOf = <Body = unknown>({ text }: Answer): Body => JSON.parse(text) as Body;

export const send = async (url: string, request: RequestInit): Promise<Answer> => {
  const response = await fetch(url, request);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** Asks again for as long as the ledger says that it is not there yet, as `Retry-After` tells a client to. */
export const comingAgain = async (ask: () => Promise<Answer>): Promise<Answer> => {
  let answer = await ask();
  while (answer.status === 503 && answer.headers.has('retry-after')) answer = await ask();
  return answer;
};

export type Route = '/update' | '/update_arbitration_report';

export type Post = (
  route: string,
  body: string | Uint8Array,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** What the institution's own system does: signs, and posts JSON. */
export const clientOf = async ({ url }: RunningLedger, institution: Institution): Promise<Post> => {
  const authorization = await documentedHeader(institution);
  return (route, body, headers = {}) =>
    send(url + route, {
      method: 'POST',
      // A copy, because fetch takes no view of a buffer that might be shared.
      body: typeof body === 'string' ? body : Uint8Array.from(body),
      headers: { authorization, 'content-type': 'application/json', ...headers },
    });
};

export type Read = (path: string, headers?: Record<string, string>) => Promise<Answer>;

/** Reads the ledger's own API with a key. */
export const readerOf =
  ({ url }: RunningLedger, apiKey: string): Read =>
  (path, headers = {}) =>
    comingAgain(() => send(url + path, { headers: { authorization: `Bearer ${apiKey}`, ...headers } }));

/** Reads no older state than the one after this write. */
export const after = ({ headers }: Answer): Record<string, string> => ({
  'ledger-min-position': headers.get('ledger-position') ?? 'the write told no position',
});

/** Refused in the vendor's own envelope: these two keys and no other. */
export const expectRefused = (answer: Answer, status: number, message: unknown): void => {
  expect([answer.status, bodyOf(answer)]).toStrictEqual([status, { success: false, message }]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('x-api-version')).toBe('1.0.0');
};

/** What commands recorded after the position. The ledger's own checkpoints come when their time has come. */
export const recordedAfter = async (
  { ledger }: RunningLedger,
  position: bigint,
): Promise<readonly RecordedEvent[]> => {
  const recorded: RecordedEvent[] = [];
  for await (const { events } of ledger.store.readAll({ after: position })) recorded.push(...events);
  return recorded.filter(({ stream }) => !stream.startsWith('ledgerCheckpoints-'));
};

/** Whatever is done, no command has recorded anything. */
export const expectNothingAdded = async (
  running: RunningLedger,
  act: () => Promise<unknown>,
): Promise<void> => {
  const before = await running.ledger.store.headPosition();
  await act();
  expect(await recordedAfter(running, before)).toStrictEqual([]);
};
