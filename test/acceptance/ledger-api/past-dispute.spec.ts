import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyPatch, type Operation } from 'rfc6902';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { after, type Answer, bodyOf, clientOf, type Post, type Read, readerOf } from '../clients.js';
import { reportAfter, updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');
const DISPUTE = '/ledger/disputes/smartodr/A-1';

interface View {
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
  readonly updateCount: number;
}

interface Reference {
  readonly revision: string;
  readonly type: string;
}

let running: RunningLedger;
let read: Read;
let post: Post;
let last: Answer;
/** The dispute after each write. */
const views: View[] = [];

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham);
  read = readerOf(running, await auditorKey(running));
  post = await clientOf(running, gotham);
  const writes: [string, string][] = [
    ['/update', updateWith({ disputeId: 'A-1', update: 'First' })],
    ['/update', updateWith({ disputeId: 'A-1', update: 'Second' })],
    ['/update_arbitration_report', reportAfter((dispute) => (dispute.disputeId = 'A-1'))],
    ['/update', updateWith({ disputeId: 'A-1', update: 'Third' })],
  ];
  for (const [route, body] of writes) {
    last = await post(route, body);
    const view = bodyOf<View>(await read(DISPUTE, after(last)));
    views.push(view);
    // The clock counts milliseconds, and the next write must have a later one.
    await until(() => Date.now() > Date.parse(view.updatedAt));
  }
});

afterAll(() => running.dispose());

const viewAfter = (write: number): View => {
  const view = views[write];
  if (view === undefined) throw new Error(`There were not ${write} writes.`);
  return view;
};

describe('a dispute as it stood', () => {
  it.each([0, 1, 2, 3])(
    'after write %d is what was read then: by revision, position and instant',
    async (write) => {
      const view = viewAfter(write);

      for (const moment of [
        `revision=${view.revision}`,
        `position=${view.position}`,
        `asOf=${view.updatedAt}`,
      ]) {
        const answer = await read(`${DISPUTE}?${moment}`);
        expect([answer.status, bodyOf(answer)]).toStrictEqual([200, view]);
        expect(answer.headers.get('etag')).toBe(`"${view.revision}"`);
      }
    },
  );

  it('is not found before it was opened, like one that never existed', async () => {
    const never = await read('/ledger/disputes/smartodr/Z-9?position=0');
    const before = await read(`${DISPUTE}?position=0`);

    expect([never.status, before.status]).toStrictEqual([404, 404]);
    expect(bodyOf(before)).toMatchObject({ detail: 'There is no such dispute.' });
  });

  it('may be cached once its moment is settled, and not before', async () => {
    const kept = 'private, max-age=86400, immutable';
    const cacheOf = async (query: string): Promise<string | null> =>
      (await read(`${DISPUTE}?${query}`)).headers.get('cache-control');

    expect(await cacheOf(`revision=${viewAfter(3).revision}`)).toBe(kept);
    expect(await cacheOf(`position=${viewAfter(1).position}`)).toBe(kept);
    expect(await cacheOf(`asOf=${viewAfter(3).updatedAt}`)).toBe('no-store');
  });

  it.each(['', '/timeline', '/timeline?limit=1', '?explain=true'])(
    'is cached for the caller and the form that it was asked for: %s',
    async (rest) => {
      const [path, query] = rest.split('?');
      const revision = `revision=${viewAfter(1).revision}`;
      const { headers } = await read(
        `${DISPUTE}${path}?${query === undefined ? '' : `${query}&`}${revision}`,
      );

      expect([headers.get('cache-control'), headers.get('vary')]).toStrictEqual([
        'private, max-age=86400, immutable',
        'Accept, Authorization',
      ]);
    },
  );

  it('is not sent again to a reader who has it', async () => {
    const { revision } = viewAfter(1);
    const answer = await read(`${DISPUTE}?revision=${revision}`, { 'if-none-match': `"${revision}"` });

    expect([answer.status, answer.text]).toStrictEqual([304, '']);
  });

  it.each([
    ['asOf=yesterday', 'asOf'],
    ['revision=-1', 'revision'],
    ['position=1.5', 'position'],
    ['revision=1&position=1', 'revision'],
    ['explain=perhaps', 'explain'],
    ['revision=1&revision=2', 'revision'],
  ])('asked for with %s is refused, and the parameter is named', async (query, path) => {
    const answer = await read(`${DISPUTE}?${query}`);

    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(bodyOf<{ errors: { path: string }[] }>(answer).errors.map((error) => error.path)).toContain(path);
  });

  it.each([
    ['?revision=9999', 'revision'],
    ['?revision=9999&explain=true', 'revision'],
    ['/timeline?revision=9999', 'revision'],
    ['/diff?from=9999', 'from'],
    ['/diff?from=0&to=9999', 'to'],
    ['/diff?from=9999&to=9999', 'to'],
  ])('is refused at a revision that it does not have: %s', async (query, path) => {
    const answer = await read(DISPUTE + query, after(last));

    const message = `${path} must be at most ${viewAfter(3).revision}, where the dispute ends`;
    expect([answer.status, answer.headers.get('cache-control')]).toStrictEqual([400, 'no-store']);
    expect(bodyOf<{ errors: object[] }>(answer).errors).toStrictEqual([{ path, message }]);
  });

  it('names the event that set each value', async () => {
    const { explanation } = bodyOf<{ explanation: Record<string, Reference> }>(
      await read(`${DISPUTE}?explain=true&revision=${viewAfter(3).revision}`),
    );

    expect(explanation['/institution']).toMatchObject({ revision: '0', type: 'OdrDisputeReferenced.v1' });
    expect(explanation['/lastUpdate/text']).toMatchObject({
      revision: viewAfter(3).revision,
      type: 'DisputeUpdateRecorded.v1',
    });
    expect(explanation['/report/awardAmount']).toMatchObject({ type: 'ArbitrationReportFiled.v1' });
  });

  it('cannot be read by another tenant', async () => {
    const stranger = readerOf(
      running,
      await auditorKey(running, ['dispute:read', 'timeline:read'], 'tenant-b'),
    );
    const paths = ['?revision=1', '?explain=true', '/diff?from=0', '/timeline?revision=1'];
    for (const path of paths) {
      const foreign = await stranger(`${DISPUTE}${path}`);
      const random = await stranger(`/ledger/disputes/smartodr/Z-9${path}`);
      expect(foreign.status).toBe(404);
      expect(bodyOf<{ detail: string }>(foreign).detail).toBe(bodyOf<{ detail: string }>(random).detail);
    }
  });
});

describe('the timeline as it stood', () => {
  it('has the entries up to the moment', async () => {
    const { revision, position, updatedAt } = viewAfter(1);
    for (const moment of [`revision=${revision}`, `position=${position}`, `asOf=${updatedAt}`]) {
      const { entries } = bodyOf<{ entries: { revision: string }[] }>(
        await read(`${DISPUTE}/timeline?${moment}`),
      );
      expect(entries.map((entry) => entry.revision)).toStrictEqual(['0', '1', '2']);
    }
  });

  it('has what the documents claim had happened by a day', async () => {
    const answer = await read(`${DISPUTE}/timeline?effectiveOn=2024-07-10&limit=200`, after(last));
    const { entries } = bodyOf<{ entries: { occurredAt: string | null }[] }>(answer);
    const all = bodyOf<{ entries: { occurredAt: string | null }[] }>(
      await read(`${DISPUTE}/timeline?limit=200`, after(last)),
    ).entries;

    const claimed = all.filter(({ occurredAt }) => occurredAt !== null && occurredAt <= '2024-07-10');
    expect(entries).toStrictEqual(claimed);
    expect(all.length).toBeGreaterThan(claimed.length);
  });
});

interface Diff {
  readonly from: string | null;
  readonly to: string;
  readonly changes: { path: string; from?: unknown; to?: unknown; by: Reference }[];
}

describe('the difference between two moments', () => {
  it('says what changed, from what, to what, and by which event', async () => {
    const [first, second] = [viewAfter(0), viewAfter(1)];
    const diff = bodyOf<Diff>(await read(`${DISPUTE}/diff?from=${first.revision}&to=${second.updatedAt}`));

    expect([diff.from, diff.to]).toStrictEqual([first.revision, second.revision]);
    expect(diff.changes.find(({ path }) => path === '/lastUpdate/text')).toMatchObject({
      from: 'First',
      to: 'Second',
      by: { revision: second.revision, type: 'DisputeUpdateRecorded.v1' },
    });
    expect(diff.changes.map(({ path }) => path)).not.toContain('/institution');
  });

  it('is a JSON Patch on request, from any moment to any later one', async () => {
    for (let from = 0; from < views.length; from += 1)
      for (let to = from; to < views.length; to += 1) {
        const answer = await read(
          `${DISPUTE}/diff?from=${viewAfter(from).revision}&to=${viewAfter(to).revision}`,
          { accept: 'application/json-patch+json' },
        );
        expect(answer.headers.get('content-type')).toBe('application/json-patch+json; charset=utf-8');
        const document = structuredClone(viewAfter(from));
        expect(
          applyPatch(document, bodyOf<Operation[]>(answer)).filter((error) => error !== null),
        ).toStrictEqual([]);
        expect(document).toStrictEqual(viewAfter(to));
      }
  });

  it('from before the opening is the whole dispute', async () => {
    const diff = bodyOf<Diff>(await read(`${DISPUTE}/diff?from=2000-01-01T00:00:00Z`));

    expect(diff.from).toBeNull();
    expect(diff.to).toBe(viewAfter(3).revision);
    expect(diff.changes.every((change) => !('from' in change))).toBe(true);
  });

  it.each([
    ['', 400],
    ['?from=soon', 400],
    ['?from=3&to=1', 400],
    ['?from=0&to=2000-01-01T00:00:00Z', 404],
  ])('asked for as %j is refused with %d', async (query, status) => {
    expect((await read(`${DISPUTE}/diff${query}`)).status).toBe(status);
  });

  it('has no other format than those two', async () => {
    expect((await read(`${DISPUTE}/diff?from=0`, { accept: 'text/html' })).status).toBe(406);
  });
});
