import type { Ask } from '../../support/recorded-ledger.js';
import { jsonOf } from '../../support/send.js';
import type { Story } from '../story.js';

const LIST = '/ledger/disputes';

/** A moment in the story, and one before it. */
const DURING = '2025-06-02T09:00:00.075Z';
const BEFORE = '2025-06-02T08:00:00Z';

/** Asks for the list of disputes, now and as of a moment. */
export const askDisputeList = async (ask: Ask): Promise<void> => {
  await ask('the disputes', `GET ${LIST}`);
  const page = await ask('a page of disputes', `GET ${LIST}?limit=3`);
  await ask('the page after it', `GET ${LIST}?limit=3&cursor=${jsonOf<{ next: string }>(page).next}`);
  const past = await ask('a page of past disputes', `GET ${LIST}?limit=1&position=20`);
  await ask(
    'the past page after it',
    `GET ${LIST}?limit=1&position=20&cursor=${jsonOf<{ next: string }>(past).next}`,
  );
  for (const [name, query] of [
    ['disputes of a tenant', 'tenant=umbrella'],
    ['disputes of no tenant', 'tenant=nobody'],
    ['disputes of smart odr', 'scheme=smart-odr'],
    ['disputes of enfinitos', 'scheme=enfinitos'],
    ['disputes of billtrust', 'scheme=billtrust'],
    ['disputes of no scheme', 'scheme=nothing'],
    ['open disputes', 'status=open'],
    ['resolved and escalated disputes', 'status=resolved,escalated'],
    ['withdrawn disputes', 'status=withdrawn'],
    ['disputes updated after a moment', `updatedAfter=${DURING}`],
    ['disputes with a warning', 'hasWarning=true'],
    ['disputes without a warning', 'hasWarning=false'],
    ['disputes that a search finds', 'q=inv'],
    ['disputes that several filters find', 'q=INV&scheme=billtrust&status=open'],
    ['disputes as of a moment', `asOf=${DURING}`],
    ['disputes as of a moment with a filter', `asOf=${DURING}&scheme=smart-odr&hasWarning=false`],
    ['disputes as of a time before', `asOf=${BEFORE}`],
    ['disputes as of a position', 'position=14'],
    ['disputes as of the beginning', 'position=0'],
    ['disputes as of a position to come', 'position=100000'],
    ['disputes as of two moments', `asOf=${DURING}&position=14`],
    ['disputes as of a leap second', 'asOf=2016-12-31T23:59:60Z'],
    ['disputes as of a day', 'asOf=2025-06-02'],
    ['disputes as of a revision', 'revision=1'],
    ['disputes of an unknown status', 'status=closed'],
    ['disputes with an unknown flag', 'hasWarning=maybe'],
    ['disputes of an empty search', 'q='],
    ['disputes with an unknown parameter', 'sort=asc'],
    ['disputes with a limit of 0', 'limit=0'],
    ['disputes with a cursor of nobody', 'cursor=abc'],
  ] as const)
    await ask(name, `GET ${LIST}?${query}`);
  await ask('disputes no older than', `GET ${LIST}?limit=1`, { headers: { 'ledger-min-position': '10' } });
  await ask('disputes no older than what is no position', `GET ${LIST}`, {
    headers: { 'ledger-min-position': 'x' },
  });
};

/** Asks for a dispute of each vendor: now, at first, explained, with its timeline and events. */
export const askDispute = async (ask: Ask, story: Story): Promise<void> => {
  for (const [name, id] of [
    ['the conciliated', story.conciliated],
    ['the arbitrated', story.arbitrated],
    ['the delivery', story.delivery],
    ['the invoice', story.invoice],
  ] as const) {
    const path = `${LIST}/acme/${id}`;
    const found = await ask(`${name} dispute`, `GET ${path}`);
    await ask(`${name} dispute that is known`, `GET ${path}`, {
      headers: { 'if-none-match': found.headers['etag'] },
    });
    await ask(`${name} dispute at first`, `GET ${path}?revision=0`);
    await ask(`${name} dispute explained`, `GET ${path}?explain=true`);
    await ask(`what changed in ${name} dispute`, `GET ${path}/diff?from=0`);
    await ask(`the patch of ${name} dispute`, `GET ${path}/diff?from=0`, {
      headers: { accept: 'application/json-patch+json' },
    });
    await ask(`the timeline of ${name} dispute`, `GET ${path}/timeline`);
    await ask(`the events of ${name} dispute`, `GET ${path}/events`);
  }
};

/** Asks for one dispute with every parameter. */
export const askArbitrated = async (ask: Ask, { arbitrated }: Story): Promise<void> => {
  const path = `${LIST}/acme/${arbitrated}`;
  for (const [name, rest] of [
    ['as of a moment', `?asOf=${DURING}`],
    ['as of a time before', `?asOf=${BEFORE}`],
    ['as of a position', '?position=20'],
    ['as of a position explained', '?position=20&explain=true'],
    ['as of a revision to come', '?revision=999'],
    ['as of two moments', '?revision=1&position=20'],
    ['as of no revision', '?revision=x'],
    ['not explained', '?explain=false'],
    ['explained perhaps', '?explain=perhaps'],
    ['with an unknown parameter', '?verbose=1'],
    ['changed between two revisions', '/diff?from=1&to=5'],
    ['changed from a revision to itself', '/diff?from=5&to=5'],
    ['changed backwards', '/diff?from=5&to=1'],
    ['changed between two moments', `/diff?from=${BEFORE}&to=${DURING}`],
    ['changed since nothing', '/diff'],
    ['changed since something', '/diff?from=yesterday'],
    ['changed since a leap second', '/diff?from=2016-12-31T23:59:60Z'],
    ['its first entries', '/timeline?limit=3'],
    ['its entries of an actor', '/timeline?actor=John%20Doe'],
    ['its entries of a type', '/timeline?type=AwardMade'],
    ['its entries effective on a day', '/timeline?effectiveOn=2025-01-20'],
    ['its entries from a moment', `/timeline?from=${DURING}`],
    ['its entries to a moment', `/timeline?to=${DURING}`],
    ['its entries as of a revision', '/timeline?revision=2'],
    ['its entries as of a moment', `/timeline?asOf=${DURING}`],
    ['its entries effective on no day', '/timeline?effectiveOn=tomorrow'],
    ['its entries with an unknown parameter', '/timeline?role=ARBITRATOR'],
    ['its first events', '/events?limit=2'],
    ['its events with an unknown parameter', '/events?type=AwardMade'],
  ] as const)
    await ask(`the arbitrated ${name}`, `GET ${path}${rest}`);
  const entries = await ask('a page of entries', `GET ${path}/timeline?limit=3`);
  await ask(
    'the page of entries after it',
    `GET ${path}/timeline?limit=3&cursor=${jsonOf<{ next: string }>(entries).next}`,
  );
  const events = await ask('a page of events', `GET ${path}/events?limit=2`);
  await ask(
    'the page of events after it',
    `GET ${path}/events?limit=2&cursor=${jsonOf<{ next: string }>(events).next}`,
  );
  await ask('a difference in another type', `GET ${path}/diff?from=0`, { headers: { accept: 'text/html' } });
  await ask('a dispute known by a weak tag', `GET ${path}`, { headers: { 'if-none-match': 'W/"16"' } });
};

/** Asks how disputes ended, and what was configured. */
export const askOutcomes = async (ask: Ask): Promise<void> => {
  await ask('the resolutions', 'GET /ledger/resolutions');
  const page = await ask('a page of resolutions', 'GET /ledger/resolutions?limit=1');
  const { next } = jsonOf<{ next: string | null }>(page);
  await ask('the page of resolutions after it', `GET /ledger/resolutions?limit=1&cursor=${next ?? ''}`);
  for (const [name, query] of [
    ['resolutions of a tenant', 'tenant=acme'],
    ['resolutions of enfinitos', 'scheme=enfinitos'],
    ['resolutions of a code', 'code=DISPVALID'],
    ['valid resolutions', 'isValid=true'],
    ['resolutions of a time', `resolvedFrom=${BEFORE}&resolvedBefore=${DURING}`],
    ['resolutions as of a moment', `asOf=${DURING}`],
    ['resolutions as of a time before', `asOf=${BEFORE}`],
    ['resolutions as of a position', 'position=40'],
    ['resolutions as of a position to come', 'position=100000'],
    ['resolutions of an unknown flag', 'isValid=yes'],
    ['resolutions with an unknown parameter', 'kind=CREDIT_ISSUED'],
  ] as const)
    await ask(name, `GET /ledger/resolutions?${query}`);
  for (const [name, rest] of [
    ['the configuration', 'acme'],
    ['the configuration as of a revision', 'acme?revision=1'],
    ['the configuration as of a moment', `acme?asOf=${DURING}`],
    ['the configuration as of a position', 'acme?position=46'],
    ['the configuration of nobody', 'nobody'],
    ['the configuration with an unknown parameter', 'acme?verbose=1'],
  ] as const)
    await ask(name, `GET /ledger/configurations/${rest}`);
};
