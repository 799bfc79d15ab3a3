import { openStream } from '../../support/open-stream.js';
import { bearer } from '../../support/people.js';
import type { Ask, RecordedLedger } from '../../support/recorded-ledger.js';
import { jsonOf } from '../../support/send.js';
import type { Story } from '../story.js';

const ACTIVITY = '/ledger/activity';
const FEED = '/ledger/events';

/** Asks for the activity: in pages, as CSV and as NDJSON. */
export const askActivity = async (ask: Ask, { auditor, delivery }: Story): Promise<void> => {
  await ask('the activity', `GET ${ACTIVITY}`);
  await ask('the activity as csv', `GET ${ACTIVITY}`, { headers: { accept: 'text/csv' } });
  await ask('the activity as ndjson', `GET ${ACTIVITY}`, { headers: { accept: 'application/x-ndjson' } });
  const page = jsonOf<{ next: string }>(await ask('a page of activity', `GET ${ACTIVITY}?limit=4`));
  const older = jsonOf<{ previous: string }>(
    await ask('the older page', `GET ${ACTIVITY}?limit=4&cursor=${page.next}`),
  );
  await ask('the newer page', `GET ${ACTIVITY}?limit=4&cursor=${older.previous}`);
  for (const [name, query] of [
    ['the activity of a tenant', 'tenant=umbrella'],
    ['the activity of an actor', 'actor=analyst'],
    ['the activity of a holder', 'holder=Gotham%20ODR&limit=2'],
    ['the activity of a credential', `credential=${auditor.credentialId}`],
    ['the activity of types', 'type=AwardMade,CredentialRevoked&type=ReasonUpserted'],
    ['the activity that a search finds', 'q=credit'],
    ['the activity of a time', 'from=2025-06-02T09:00:00.100Z&to=2025-06-02T09:00:00.150Z'],
    [
      'the activity of a time that ends before it starts',
      'from=2025-06-02T09:00:01Z&to=2025-06-02T09:00:00Z',
    ],
    ['the activity with an unknown parameter', `dispute=${delivery}`],
    ['the activity with a cursor of nobody', 'cursor=abc'],
  ] as const)
    await ask(name, `GET ${ACTIVITY}?${query}`);
  await ask('the activity of a search as csv', `GET ${ACTIVITY}?q=arbitrat&tenant=acme`, {
    headers: { accept: 'text/csv' },
  });
  await ask('a page of csv', `GET ${ACTIVITY}?limit=1`, { headers: { accept: 'text/csv' } });
  await ask('a page of ndjson', `GET ${ACTIVITY}?cursor=${page.next}`, {
    headers: { accept: 'application/x-ndjson' },
  });
  await ask('the activity in another type', `GET ${ACTIVITY}`, { headers: { accept: 'text/html' } });
};

/** Asks for the feed: in pages, as cloud events and as streams. */
export const askFeed = async (ask: Ask, ledger: RecordedLedger, story: Story): Promise<void> => {
  const all = await ask('the feed', `GET ${FEED}?limit=200`);
  await ask('a page of the feed', `GET ${FEED}?limit=2`);
  await ask('the feed after a position', `GET ${FEED}?after=20&limit=2`);
  await ask('the feed after the last event', `GET ${FEED}?after=${all.headers['ledger-position'] ?? ''}`);
  await ask('the feed after an event to come', `GET ${FEED}?after=100000`);
  await ask('the feed of a tenant', `GET ${FEED}?tenant=umbrella`);
  await ask('the feed after what is no position', `GET ${FEED}?after=x`);
  await ask('the feed with an unknown parameter', `GET ${FEED}?type=AwardMade`);
  await ask('the feed with a limit of 201', `GET ${FEED}?limit=201`);
  await ask('the feed in another type', `GET ${FEED}`, { headers: { accept: 'text/html' } });
  await ask('the feed as cloud events', `GET ${FEED}?limit=3`, {
    headers: { accept: 'application/cloudevents-batch+json' },
  });
  await ask('the feed after the last event seen', `GET ${FEED}?limit=1`, {
    headers: { 'last-event-id': '20' },
  });
  await ask('the feed after no event seen', `GET ${FEED}`, { headers: { 'last-event-id': 'x' } });
  await ask('the head of a stream', `HEAD ${FEED}`, { headers: { accept: 'text/event-stream' } });
  const position = jsonOf<{ next: string }>(all).next;
  for (const [name, accept, path] of [
    ['the feed as a stream', 'text/event-stream', `${FEED}?tenant=umbrella`],
    [
      'the feed as a stream of cloud events',
      'text/event-stream, application/cloudevents+json;q=0.5',
      `${FEED}?after=50`,
    ],
  ] as const)
    ledger.takeAnswer(
      name,
      `GET ${path}`,
      await openStream(ledger.url, {
        path,
        headers: { ...bearer(story.auditor), accept, 'x-correlation-id': 'stream' },
        until: `id: ${position}\n`,
      }),
    );
};

/** Opens more streams than a key may have at a time. */
export const askTooManyStreams = async (ask: Ask, ledger: RecordedLedger, story: Story): Promise<void> => {
  const headers = { ...bearer(story.auditor), accept: 'text/event-stream' };
  for (let open = 0; open < 10; open += 1) await openStream(ledger.url, { path: FEED, headers });
  await ask('a stream too many', `GET ${FEED}`, { headers: { accept: 'text/event-stream' } });
};

/** Asks for the signed log, as anybody and as an auditor. */
export const askProofs = async (ask: Ask, anybody: Ask): Promise<void> => {
  const { activities } = jsonOf<{ activities: { proof: string; type: string }[] }>(
    await ask('what there is a proof of', 'GET /ledger/activity?type=AwardMade,ReasonUpserted'),
  );
  for (const [index, { proof, type }] of activities.entries())
    await ask(`the proof of ${index + 1} ${type}`, `GET ${proof}`);
  for (const [name, rest] of [
    ['a proof of nothing', 'proofs/00000000-0000-4000-8000-000000000000'],
    ['a proof of what is no id', 'proofs/x'],
    ['a consistency', 'consistency?from=3'],
    ['a consistency to a size', 'consistency?from=3&to=7'],
    ['a consistency of nothing', 'consistency?from=0'],
    ['a consistency that shrinks', 'consistency?from=7&to=3'],
    ['a consistency to come', 'consistency?from=1&to=100000'],
    ['a consistency from nowhere', 'consistency'],
    ['a consistency from what is no size', 'consistency?from=x&to=01'],
    ['a tile', 'tile/0/000.p/3'],
    ['a tile of a level', 'tile/1/000.p/1'],
    ['a tile to come', 'tile/0/001'],
    ['a tile of no number', 'tile/0/x'],
  ] as const)
    await (name.startsWith('a proof') ? ask : anybody)(name, `GET /ledger/${rest}`);
  await anybody('the checkpoint', 'GET /ledger/checkpoint');
  await anybody('a post to the checkpoint', 'POST /ledger/checkpoint');
};
