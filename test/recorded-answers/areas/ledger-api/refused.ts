import type { Ask } from '../../support/recorded-ledger.js';
import type { Story } from '../story.js';

interface Keys {
  readonly known: string;
  /** Of another tenant, with every scope. */
  readonly elsewhere: string;
  /** Of the tenant; reads disputes only. */
  readonly reader: string;
  readonly revoked: string;
  /** A key of EnfinitOS's API. */
  readonly developer: string;
}

const LIST = 'GET /ledger/disputes?limit=1';

/** Asks with every kind of credential, good and bad. */
export const askCredentials = async (ask: Ask, keys: Keys): Promise<void> => {
  for (const [name, authorization] of [
    ['no credential', undefined],
    ['a basic password', 'Basic dXNlcjpwYXNzd29yZA=='],
    ['a key that nobody has', 'Bearer dl_unknown'],
    ['a revoked key', `Bearer ${keys.revoked}`],
    ['a key of another api', `Bearer ${keys.developer}`],
    ['two keys', [`Bearer ${keys.known}`, `Bearer ${keys.known}`]],
    ['a bearer in small letters', `bearer ${keys.known}`],
  ] as const)
    await ask(name, LIST, { headers: { authorization } });
};

/** Asks for what a key may not see, which is answered as if it did not exist. */
export const askScopes = async (
  { elsewhere, reader }: { readonly elsewhere: Ask; readonly reader: Ask },
  { arbitrated, conciliated }: Story,
): Promise<void> => {
  const path = `/ledger/disputes/acme/${arbitrated}`;
  for (const [name, line] of [
    ['the dispute', `GET ${path}`],
    ['the dispute as it was', `GET ${path}?revision=0`],
    ['the difference', `GET ${path}/diff?from=14`],
    ['the timeline', `GET ${path}/timeline?limit=2`],
    ['the events', `GET ${path}/events?limit=2`],
    ['the export', `GET ${path}/export`],
    ['the configuration', 'GET /ledger/configurations/acme'],
    ['the disputes', 'GET /ledger/disputes?tenant=acme&limit=2'],
    ['all disputes', 'GET /ledger/disputes?limit=2'],
    ['the resolutions', 'GET /ledger/resolutions'],
    ['the activity', 'GET /ledger/activity'],
    ['the feed', 'GET /ledger/events?limit=2'],
    ['a replay', 'POST /ledger/replays'],
    ['a replay that was', 'GET /ledger/replays/x'],
  ] as const) {
    await elsewhere(`${name} for another tenant`, line);
    await reader(`${name} for a reader`, line);
  }
  const personal = `/ledger/disputes/acme/${conciliated}`;
  await reader('personal data for a reader', `GET ${personal}`);
  await reader('personal data in events for a reader', `GET ${personal}/events`);
  await reader('personal data in the feed for a reader', 'GET /ledger/events?after=15&limit=1', {
    headers: { accept: 'application/cloudevents-batch+json' },
  });
};

/** Asks for paths and methods that do not exist, and sends bodies that are not valid. */
export const askElsewhere = async (ask: Ask): Promise<void> => {
  for (const [name, line] of [
    ['nothing', 'GET /'],
    ['nothing of the ledger', 'GET /ledger'],
    ['an unknown route', 'GET /ledger/nothing'],
    ['an unknown dispute', 'GET /ledger/disputes/acme/nowhere'],
    ['the timeline of an unknown dispute', 'GET /ledger/disputes/acme/nowhere/timeline'],
    ['the events of an unknown dispute', 'GET /ledger/disputes/acme/nowhere/events'],
    ['the difference of an unknown dispute', 'GET /ledger/disputes/acme/nowhere/diff?from=0'],
    ['the export of an unknown dispute', 'GET /ledger/disputes/acme/nowhere/export'],
    ['a post of disputes', 'POST /ledger/disputes'],
    ['a delete of a dispute', 'DELETE /ledger/disputes/acme/nowhere'],
    ['a get of replays', 'GET /ledger/replays'],
    ['a put of the health', 'PUT /health/live'],
    ['a slash behind the disputes', 'GET /ledger/disputes/'],
    ['a broken escape', 'GET /ledger/disputes/acme/%zz'],
    ['a long parameter', `GET /ledger/disputes/acme/${'d'.repeat(300)}`],
  ] as const)
    await ask(name, line);
  for (const [name, body] of [
    ['no json', '{'],
    ['a list', []],
    ['a word', '"swap"'],
    ['a flag that is none', { swap: 'yes' }],
    ['an unknown field', { swapp: true }],
  ] as const)
    await ask(`a replay of ${name}`, 'POST /ledger/replays', { body });
  await ask('a replay in another type', 'POST /ledger/replays', {
    headers: { 'content-type': 'text/plain' },
    body: 'swap',
  });
};
