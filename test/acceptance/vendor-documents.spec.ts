import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentedHeader, newInstitution } from '../support/institution.js';
import { register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { userOf } from './billtrust/clients.js';
import { type Answer, bodyOf, send } from './clients.js';
import { developerOf } from './enfinitos/clients.js';

/** A `curl` command of a page, and the answer that the page shows below it. */
interface Example {
  readonly command: string;
  readonly headers: readonly string[];
  readonly body: unknown;
}

/** A block of shell, and the block of JSON or of a whole HTTP answer that follows it. */
const EXAMPLE = /^```sh\n(curl [^]*?)^```\n\n^```(json|http)\n([^]*?)^```/gm;

const examplesOf = (page: string): readonly Example[] => {
  const text = readFileSync(new URL(`../../docs/vendors/${page}.md`, import.meta.url), 'utf8');
  return [...text.matchAll(EXAMPLE)].map(([, command = '', kind, answer = '']) => {
    const [headers, body] = kind === 'http' ? answer.split('\n\n') : ['', answer];
    return { command, headers: (headers ?? '').split('\n').slice(1), body: JSON.parse(body ?? '') };
  });
};

/** Sends what the shell would send, with the variables replaced. */
const run = (command: string, variables: Readonly<Record<string, string>>): Promise<Answer> => {
  const filled = (text = ''): string =>
    text.replace(/\$([A-Z_]+)/g, (_, name: string) => variables[name] ?? `no ${name}`);
  const body = /-d '([^']*)'/.exec(command)?.[1];
  const headers = [...command.matchAll(/-H (['"])([^'"]*)\1/g)].map(([, , header]) => filled(header));
  return send(filled(/"(\$LEDGER[^"]*)"/.exec(command)?.[1]), {
    method: /-X (\w+)/.exec(command)?.[1] ?? (body === undefined ? 'GET' : 'POST'),
    headers: headers.map((header): [string, string] => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon), header.slice(colon + 1).trim()];
    }),
    ...(body !== undefined && { body }),
  });
};

/** Returns the answer's text without what differs in each ledger. */
const comparable = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '(id)')
    .replace(/(?<="D-[\w-]+-)[0-9A-F]{8}(?=")/g, '(id)')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '(time)')
    .replace(/(?<=ledger-position: )\d+/g, '(position)');

/** Headers of the connection, not of the ledger. */
const TRANSPORT = /^(connection|content-length|date|keep-alive):/i;

const headerLinesOf = ({ headers }: Answer): readonly string[] =>
  [...headers].map(([name, value]) => `${name}: ${value}`).filter((line) => !TRANSPORT.test(line));

let running: RunningLedger;
let variables: Record<string, string>;

beforeAll(async () => {
  // The examples are those of the demo's holders.
  running = await startLedger({ LEDGER_DEMO: '1' });
  const institution = newInstitution('Demo ODR Institution', 'demo');
  await register(running, institution);
  variables = {
    LEDGER: running.url,
    SMART_ODR: await documentedHeader(institution),
    BILLTRUST: (await userOf(running, 'demo', { holder: 'demo-user' })).apiKey,
    ENFINITOS: (await developerOf(running, 'demo', { holder: 'demo-developer' })).apiKey,
  };
});

afterAll(() => running.dispose());

/** Keeps what the page takes from an answer for the examples below it. */
const remember = (answer: Answer): void => {
  const { resolutionId, data } = bodyOf<{ resolutionId?: string; data?: { dispute?: { id: string } } }>(
    answer,
  );
  if (resolutionId !== undefined) variables['RESOLUTION_ID'] ??= resolutionId;
  if (data?.dispute !== undefined) variables['DISPUTE_ID'] = data.dispute.id;
  variables['POSITION'] = answer.headers.get('ledger-position') ?? variables['POSITION'] ?? '';
};

describe.each([
  ['README', 1],
  ['smart-odr', 3],
  ['billtrust', 7],
  ['enfinitos', 6],
])('the examples of docs/vendors/%s.md', (page, count) => {
  it('are answered as the page says', async () => {
    const examples = examplesOf(page);
    for (const { command, headers, body } of examples) {
      // An example with a key shows what a repeat gets.
      if (command.includes('Idempotency-Key')) await run(command, variables);
      const answer = await run(command, variables);
      remember(answer);

      expect([command, comparable(answer.text)]).toStrictEqual([command, comparable(JSON.stringify(body))]);
      const shown = headers.filter((line) => !TRANSPORT.test(line)).map(comparable);
      expect(headerLinesOf(answer).map(comparable)).toStrictEqual(expect.arrayContaining(shown));
    }
    expect(examples).toHaveLength(count);
  });
});
