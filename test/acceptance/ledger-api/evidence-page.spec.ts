import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DemoDispute, type DemoRequest, partners } from '#libs/partners';
import { filesOf, textOf } from '../../support/bundles.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { bodyOf, type Read, readerOf, send } from '../clients.js';

const TENANT = 'demo';
const HOSTILE = '<img src=x onerror="alert(1)">&\'';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Entry {
  readonly summary: string;
  readonly recordedAt: string;
  readonly occurredAt: string | null;
  readonly changes: readonly { readonly field: string }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly actor: { readonly name: string; readonly role?: string };
  readonly authority: {
    readonly holder: string;
    readonly credentialId: string;
    readonly authProfile: string;
  };
}

let running: RunningLedger;
let read: Read;

beforeAll(async () => {
  running = await startLedger();
  read = readerOf(running, await auditorKey(running));
});

afterAll(() => running.dispose());

const post = ({ path, headers }: DemoRequest, id: string, body: unknown) =>
  send(running.url + path(id), {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Yields the body once for each text in it, with markup behind that text. */
function* hostileBodies(body: Json): Generator<Json> {
  if (typeof body === 'string') yield `${body}${HOSTILE}`;
  if (typeof body !== 'object' || body === null) return;
  for (const [key, member] of Object.entries<Json>(body as Readonly<Record<string, Json>>))
    for (const changed of hostileBodies(member))
      yield Array.isArray(body)
        ? (body as Json[]).map((item, index) => (String(index) === key ? changed : item))
        : { ...(body as object), [key]: changed };
}

/** Plays the documented dispute, with each text of each request changed first. Returns the disputes' ids. */
const play = async (
  { disputeId = '', steps }: DemoDispute,
  isHostile: boolean,
): Promise<ReadonlySet<string>> => {
  let id = disputeId;
  const opened = new Set<string>(id === '' ? [] : [id]);
  for (const step of steps) {
    const bodies = isHostile ? [...hostileBodies(step.body as Json)] : [];
    for (const body of [...bodies, step.body]) {
      const answer = await post(step, id, body);
      if (answer.status >= 300 || step.openedId === undefined) continue;
      id = step.openedId(bodyOf(answer));
      opened.add(id);
    }
  }
  return opened;
};

const pageOf = async (id: string): Promise<string> => {
  const path = `/ledger/disputes/${TENANT}/${encodeURIComponent(id)}/export`;
  const answer = await fetch(running.url + path, {
    headers: { authorization: `Bearer ${await exporter()}` },
  });
  expect(answer.status).toBe(200);
  return textOf(filesOf(new Uint8Array(await answer.arrayBuffer())).get('dispute.html'));
};

let exporting: Promise<string> | undefined;
const exporter = (): Promise<string> => (exporting ??= auditorKey(running));

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** Returns what a reader sees, on one line. */
const seenOn = (page: string): string =>
  oneLine(
    page
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/&(?:lt|gt|quot|amp|#39);/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES]),
  );

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe.each(partners.map((partner) => [partner.name, partner] as const))(
  'the page of %s',
  (_, { demo }) => {
    const played = async (isHostile: boolean): Promise<readonly string[]> => {
      const credential = await demo.issue(running.credentials, TENANT);
      const { directory, store } = running.ledger;
      await directory.untilReached(await store.headPosition());
      const ids: string[] = [];
      for (const dispute of demo.disputes(credential)) ids.push(...(await play(dispute, isHostile)));
      return ids;
    };

    it('tells all that the timeline tells, how the dispute stands, and what the words mean', async () => {
      for (const id of await played(false)) {
        const page = await pageOf(id);
        const seen = seenOn(page);
        const path = `/ledger/disputes/${TENANT}/${encodeURIComponent(id)}`;
        const { entries } = bodyOf<{ entries: readonly Entry[] }>(await read(`${path}/timeline?limit=200`));
        const events = entries.filter((entry) => !('details' in entry));
        const told = events.flatMap(
          ({ summary, recordedAt, occurredAt, changes, warnings, actor, authority }) => [
            summary,
            recordedAt,
            occurredAt ?? '',
            ...changes.map(({ field }) => `${field}:`),
            ...warnings.map(({ code, message }) => `${code}: ${message}`),
            actor.name,
            actor.role ?? '',
            ...Object.values(authority),
          ],
        );
        expect(events.length).toBeGreaterThan(1);
        expect(told.filter((text) => !seen.includes(oneLine(text)))).toStrictEqual([]);
        const view = bodyOf<{ status: string; warnings: readonly { message: string }[] }>(await read(path));
        expect(seen).toContain(`Status ${view.status}`);
        for (const { message } of view.warnings) expect(seen).toContain(message);
        expect(seen).toContain('What the words mean');
        expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
        expect(page).not.toMatch(/<th>|<th (?!scope="(?:row|col)")/);
      }
    });

    it('is broken by no text of any request', async () => {
      const ids = await played(true);
      let shown = 0;
      for (const id of ids) {
        const page = await pageOf(id);
        expect(page).not.toMatch(/<(?:img|script|link|iframe)|url\(|https?:/);
        shown += page.split('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;').length - 1;
      }
      expect(shown).toBeGreaterThan(0);
    });
  },
);

it('has the arbitrators, the award and the contradictions of an arbitration, and no tax number', async () => {
  const seen = seenOn(await pageOf('DMDP-DP-2024-07-649989'));

  for (const text of [
    'APPOINTED_AFTER_AWARD',
    'ARBITRATOR_TYPE_MISMATCH',
    'Audrey Henderson',
    'ABXXXXXX4K',
    'Award in favour of investor',
    'Amount 2000',
    'An award of 2000 was made in favour of the investor.',
  ])
    expect(seen).toContain(text);
  expect(seen).not.toMatch(/[A-Z]{5}\d{4}[A-Z]\b/);
});
