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

/** Repeats the request while the answer is 503 with `Retry-After`. */
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

/** Returns a client that posts JSON signed by the institution, as the institution's own system does. */
export const clientOf = async ({ url }: RunningLedger, institution: Institution): Promise<Post> => {
  const authorization = await documentedHeader(institution);
  return (route, body, headers = {}) =>
    send(url + route, {
      method: 'POST',
      // A copy, because fetch accepts no view of a buffer that might be shared.
      body: typeof body === 'string' ? body : Uint8Array.from(body),
      headers: { authorization, 'content-type': 'application/json', ...headers },
    });
};

export type Read = (path: string, headers?: Record<string, string>) => Promise<Answer>;

/** Returns a reader of the ledger's own API that sends the key. */
export const readerOf =
  ({ url }: RunningLedger, apiKey: string): Read =>
  (path, headers = {}) =>
    comingAgain(() => send(url + path, { headers: { authorization: `Bearer ${apiKey}`, ...headers } }));

/** Returns the header that keeps a read from showing an older state than the one after this write. */
export const after = ({ headers }: Answer): Record<string, string> => ({
  'ledger-min-position': headers.get('ledger-position') ?? 'the write told no position',
});

/** Expects a refusal in SMART ODR's envelope, with no other keys. */
export const expectRefused = (answer: Answer, status: number, message: unknown): void => {
  expect([answer.status, bodyOf(answer)]).toStrictEqual([status, { success: false, message }]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('x-api-version')).toBe('1.0.0');
};

/** Returns the events after the position without checkpoints and the ends of replays, which come at any time. */
export const recordedAfter = async (
  { ledger }: RunningLedger,
  position: bigint,
): Promise<readonly RecordedEvent[]> => {
  const recorded: RecordedEvent[] = [];
  for await (const { events } of ledger.store.readAll({ after: position })) recorded.push(...events);
  return recorded.filter(
    ({ stream, type }) => !stream.startsWith('ledgerCheckpoints-') && !type.startsWith('ReplayEnded.'),
  );
};

/** Expects that `act` records no event. */
export const expectNothingAdded = async (
  running: RunningLedger,
  act: () => Promise<unknown>,
): Promise<void> => {
  const before = await running.ledger.store.headPosition();
  await act();
  expect(await recordedAfter(running, before)).toStrictEqual([]);
};
