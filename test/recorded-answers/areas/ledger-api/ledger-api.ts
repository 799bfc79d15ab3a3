import { until } from '../../../support/until.js';
import type { Area } from '../../support/area.js';
import { auditorKey, bearer, developerKey } from '../../support/people.js';
import type { Ask, RecordedLedger } from '../../support/recorded-ledger.js';
import { playStory, type Story } from '../story.js';
import { beingReplayed } from '../../support/being-replayed.js';
import { askArbitrated, askDispute, askDisputeList, askOutcomes } from './disputes.js';
import { askActivity, askFeed, askProofs, askTooManyStreams } from './log.js';
import { askCredentials, askElsewhere, askScopes } from './refused.js';

const HOUR_MS = 3_600_000;

const play = async (ledger: RecordedLedger): Promise<void> => {
  const elsewhere = await auditorKey(ledger, { tenant: 'umbrella', holder: 'Auditor of umbrella' });
  const reader = await auditorKey(ledger, { tenant: 'acme', holder: 'Reader', scopes: ['dispute:read'] });
  const revoked = await auditorKey(ledger, { holder: 'Nobody' });
  await ledger.withCredentials((credentials) => credentials.revoke(revoked.credentialId));
  const developer = await developerKey(ledger, { holder: 'developer-2' });
  const story = await playStory(ledger);

  const ask = ledger.asker(bearer(story.auditor));
  const anybody = ledger.asker();
  await askProofs(ask, anybody);
  await askDisputeList(ask);
  await askDispute(ask, story);
  await askArbitrated(ask, story);
  await askOutcomes(ask);
  await askActivity(ask, story);
  await askFeed(ask, ledger, story);
  await askScopes(
    { elsewhere: ledger.asker(bearer(elsewhere)), reader: ledger.asker(bearer(reader)) },
    story,
  );
  await askElsewhere(ask);
  await askCredentials(anybody, {
    known: story.auditor.apiKey,
    elsewhere: elsewhere.apiKey,
    reader: reader.apiKey,
    revoked: revoked.apiKey,
    developer: developer.apiKey,
  });
  await askExports(ask, story);
  await askReplays(ask, ledger, story);
  await askHealth(anybody, ledger);
  await askTooManyStreams(ask, ledger, story);
  await askWhatIsSettled(ask, ledger, story);
};

/** Asks for the evidence of disputes, file by file. */
const askExports = async (ask: Ask, story: Story): Promise<void> => {
  for (const [name, id] of [
    ['an arbitrated dispute', story.arbitrated],
    ['a delivery dispute', story.delivery],
    ['an invoice dispute', story.invoice],
  ] as const)
    await ask(`the export of ${name}`, `GET /ledger/disputes/acme/${id}/export`);
  const path = `/ledger/disputes/acme/${story.conciliated}/export`;
  await ask('the export since a size', `GET ${path}?since=2`);
  await ask('the export since a size to come', `GET ${path}?since=100000`);
  await ask('the export since what is no size', `GET ${path}?since=x`);
};

/** Starts replays and waits for their results, also while another process replays. */
const askReplays = async (ask: Ask, ledger: RecordedLedger, { auditor }: Story): Promise<void> => {
  for (const [name, body] of [
    ['a replay', undefined],
    ['a replay that swaps', { swap: true }],
  ] as const) {
    const started = await ask(name, 'POST /ledger/replays', { body });
    const path = started.headers['location'] ?? '';
    await until(async () => {
      const response = await fetch(ledger.url + path, { headers: bearer(auditor) });
      return ((await response.json()) as { state: string }).state !== 'running';
    });
    await ask(`what came of ${name}`, `GET ${path}`);
  }
  await ask('a replay that nobody started', 'GET /ledger/replays/nowhere');
  await beingReplayed(ledger, () => ask('a replay beside another', 'POST /ledger/replays'));
};

/** Asks for health and metrics; of the metrics only names, help texts and types are kept. */
const askHealth = async (anybody: Ask, ledger: RecordedLedger): Promise<void> => {
  await anybody('whether it lives', 'GET /health/live');
  await anybody('whether it is ready', 'GET /health/ready');
  await anybody('nothing of its health', 'GET /health');
  const { status, headers, bytes } = await ledger.teller()('the metrics', 'GET /metrics');
  const described = bytes
    .toString('utf8')
    .split('\n')
    // The last are those of Linux only.
    .filter((line) => line.startsWith('# ') && !/ process_\w*(?:bytes|fds) /.test(line));
  ledger.takeAnswer('the metrics', 'GET /metrics', {
    status,
    headers,
    bytes: Buffer.from(described.join('\n')),
  });
};

/** Asks for answers as of an hour ago, which are settled and may be cached. */
const askWhatIsSettled = async (ask: Ask, ledger: RecordedLedger, story: Story): Promise<void> => {
  // With nothing left to sign, no checkpoint is signed when the clock moves on.
  await ask('the proof of the last event', `GET ${await story.tellMore('the last event')}`);
  ledger.advance(HOUR_MS);
  const asOf = 'asOf=2025-06-02T09:30:00Z';
  for (const [name, path] of [
    ['disputes', `/ledger/disputes?${asOf}`],
    ['disputes of a position', '/ledger/disputes?position=30&limit=1'],
    ['dispute', `/ledger/disputes/acme/${story.arbitrated}?${asOf}`],
    ['dispute of a revision', `/ledger/disputes/acme/${story.arbitrated}?revision=3`],
    ['timeline', `/ledger/disputes/acme/${story.invoice}/timeline?${asOf}`],
    ['resolutions', `/ledger/resolutions?${asOf}`],
    ['configuration', `/ledger/configurations/acme?${asOf}`],
  ] as const) {
    const answer = await ask(`the settled ${name}`, `GET ${path}`);
    await ask(`the settled ${name} that is known`, `GET ${path}`, {
      headers: { 'if-none-match': answer.headers['etag'] },
    });
  }
};

export const ledgerApi: Area = { name: 'ledger-api', play };
