import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { type Partner, partners } from '#libs/partners';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, runScript } from '../support/command-line.js';
import { type LedgerProcess, startServer } from '../support/ledger-process.js';
import { sourceCopy } from '../support/source-copy.js';
import type { TemporaryDirectory } from '../support/temporary-directory.js';

const PARTNERS = 'libs/partners/src';
const COMPILER = 'node_modules/@typescript/native/bin/tsc';

const COMPILED: Ended = { code: 0, stdout: '', stderr: '' };

let copy: TemporaryDirectory;
let server: LedgerProcess | undefined;

const inCopy = (...path: readonly string[]): string => join(copy.path, ...path);

/** Compiles the copy, except files that did not change since the last time. */
const compile = (): Promise<Ended> => runScript(COMPILER, ['-p', inCopy('tsconfig.build.json')]);

beforeAll(async () => {
  copy = await sourceCopy();
  expect(await compile()).toStrictEqual(COMPILED);
});

afterEach(async () => {
  if (server?.hasEnded === false) await server.kill();
  await cp(PARTNERS, inCopy(PARTNERS), { recursive: true });
});

afterAll(() => copy.remove());

/** Deletes the vendor's folder and its line, as CONTRIBUTING says. */
const deleteVendor = async ({ family }: Partner): Promise<void> => {
  for (const root of ['.', 'dist']) await rm(inCopy(root, PARTNERS, family.name), { recursive: true });
  const list = inCopy(PARTNERS, 'partners.ts');
  const text = await readFile(list, 'utf8');
  const [line = '', name = ''] = new RegExp(`import { (\\w+) } from './${family.name}/.*\n`).exec(text) ?? [];
  await writeFile(list, text.replace(line, '').replace(new RegExp(`${name}, |, ${name}`), ''));
};

/** Plays the documents of every vendor that the copy has. Resolves with what `ledger demo` printed. */
const playDemo = async (url: string, data: string) => {
  const variables = { LEDGER_DATA_DIR: data, PUBLIC_URL: url };
  const { stdout } = await runScript(inCopy('dist/apps/cli/src/main.js'), ['demo', '--json'], variables);
  return JSON.parse(stdout) as { readonly requests: readonly { readonly title: string }[] };
};

/** Sends the vendor's first documented request without a credential. */
const requestTo = async (url: string, { demo }: Partner): Promise<Response> => {
  const [dispute] = demo.disputes({ tenant: 'demo', authorization: '' });
  return fetch(url + (dispute?.steps[0].path('any') ?? ''), { method: 'POST' });
};

describe('a ledger without one of its vendors', () => {
  it.each(partners.map((partner) => [partner.name, partner] as const))(
    'compiles, starts, and plays the documents of the others: %s',
    async (name, vendor) => {
      const others = partners.filter((partner) => partner !== vendor);
      const data = inCopy(`data-${vendor.family.name}`);
      await deleteVendor(vendor);
      expect(await compile()).toStrictEqual(COMPILED);

      server = startServer(inCopy('dist/apps/api/src/main.js'), { LEDGER_DATA_DIR: data });
      const url = await server.ready();
      const { requests } = await playDemo(url, data);
      const answer = await requestTo(url, vendor);

      expect([...new Set(requests.map(({ title }) => title.split(':')[0]))]).toStrictEqual(
        others.map((other) => other.name),
      );
      expect(Object.keys(JSON.parse(await readFile(dataFiles(data).demoCredentials, 'utf8')))).toStrictEqual([
        ...others.map(({ demo }) => demo.key),
        'auditor',
      ]);
      expect(server.stderr).toContain('`npx ledger demo`');
      expect(server.stderr).not.toContain(name);
      expect([answer.status, answer.headers.get('content-type')]).toStrictEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
    },
  );
});
