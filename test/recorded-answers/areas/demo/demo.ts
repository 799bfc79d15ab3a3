import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../../support/until.js';
import type { Area } from '../../support/area.js';
import { bearer } from '../../support/people.js';
import type { Ask, RecordedLedger } from '../../support/recorded-ledger.js';

interface DemoCredentials {
  readonly smartOdr: { readonly authorization: string };
  readonly auditor: { readonly apiKey: string };
}

interface Played {
  readonly timelines: readonly { readonly tenant: string; readonly disputeId: string }[];
}

/** Plays a newcomer's first minutes: a new ledger, its credentials, `ledger demo`, and what can be read then. */
const play = async (ledger: RecordedLedger): Promise<void> => {
  const nowhere = { PUBLIC_URL: 'http://127.0.0.1:1' };
  await ledger.command('the demo without a ledger', ['demo'], nowhere);
  await ledger.command('the demo without a ledger as json', ['demo', '--json'], nowhere);
  await ledger.start({ LEDGER_DEMO: '1' });
  const text = await readFile(join(ledger.directory.path, 'demo-credentials.json'), 'utf8');
  const { smartOdr, auditor } = JSON.parse(text) as DemoCredentials;
  // The introduction ends with an empty line.
  await until(() => ledger.stderr.endsWith('\n\n'));
  ledger.take('the first start', { stderr: ledger.stderr, credentials: text });
  await ledger.command('the demo without a server', ['demo'], nowhere);
  const ask = ledger.asker(bearer({ ...auditor, credentialId: '' }));
  await signSomething(ledger.teller({ authorization: smartOdr.authorization }), ask);

  const here = { PUBLIC_URL: ledger.url };
  const { stdout } = await ledger.command('the demo as json', ['demo', '--json'], here);
  const { timelines } = JSON.parse(stdout) as Played;
  for (const [index, { tenant, disputeId }] of timelines.entries()) {
    const path = `/ledger/disputes/${tenant}/${disputeId}`;
    for (const part of ['timeline', 'events', 'export'])
      await ask(`demo dispute ${index + 1} ${part}`, `GET ${path}/${part}`);
    await ask(`demo dispute ${index + 1}`, `GET ${path}`);
    await ask(`demo dispute ${index + 1} explained`, `GET ${path}?explain=true`);
  }
  await ask('the demo resolutions', 'GET /ledger/resolutions');
  await ask('the demo configuration', 'GET /ledger/configurations/demo');
  await ask('the demo activity', 'GET /ledger/activity');
  for (const type of ['text/csv', 'application/x-ndjson'])
    await ask(`the demo activity as ${type}`, 'GET /ledger/activity', { headers: { accept: type } });
  await ledger.command('the demo again', ['demo'], here);
};

/**
 * Has the first checkpoint signed. The ledger would otherwise sign it by itself, between two requests of the demo that
 * come without pause.
 */
const signSomething = async (tell: Ask, ask: Ask): Promise<void> => {
  const told = await tell('something to sign', 'POST /update', {
    body: {
      dispute: {
        disputeId: 'FIRST-1',
        userName: 'Bruce Wayne',
        role: 'mediator',
        disputetype: 'conciliation',
        update: 'Something to sign',
      },
    },
  });
  await ask('what was signed', `GET ${told.headers['ledger-proof'] ?? ''}`);
};

export const demo: Area = { name: 'demo', play };
