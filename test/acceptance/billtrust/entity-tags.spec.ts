import { describe, expect, it } from '@jest/globals';
import { expectNothingAdded } from '../clients.js';
import { expectRefusal } from './clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();

const tagOf = async (path: string): Promise<string> =>
  (await ledger.user.call('GET', path)).headers.get('etag') ?? '';

const put = (path: string, tag: string, body: object) =>
  ledger.user.call('PUT', path, { body, headers: { 'if-match': tag } });

const flag = (id: string) => ledger.user.call('PUT', `/resolutions/${id}/apply-when-invoice-closed`);

describe('the entity tag of a part of the configuration', () => {
  it('stays while others change', async () => {
    const { categoryId } = await ledger.user.category('TAGS');
    const { reasonId } = await ledger.user.reason('TAGGED', { categoryCode: 'TAGS' });
    const [one, other] = [await ledger.user.resolution('TAG-1'), await ledger.user.resolution('TAG-2')];
    const paths = [
      `/categories/${categoryId}`,
      `/categories/by-code/TAGS`,
      `/reasons/${reasonId}`,
      `/resolutions/${one.resolutionId}`,
      '/resolutions/by-code/TAG-1',
    ];
    const before = await Promise.all(paths.map(tagOf));
    await ledger.user.call('PUT', `/resolutions/${other.resolutionId}`, { body: { active: true } });
    const { disputeId } = await ledger.user.dispute();
    for (const [what, body] of [
      ['reason', { reasonId }],
      ['resolution', { resolutionId: one.resolutionId }],
    ] as const)
      await ledger.user.call('PUT', `/disputes/${disputeId}/${what}`, { body });

    expect(await Promise.all(paths.map(tagOf))).toStrictEqual(before);
    expect((await put(`/resolutions/${one.resolutionId}`, before[3] ?? '', { active: true })).status).toBe(
      200,
    );
    expect(await tagOf(`/resolutions/${one.resolutionId}`)).not.toBe(before[3]);
  });

  it('is sent with each change, and is the one that is read then', async () => {
    const { resolutionId } = await ledger.user.resolution('SENT');
    const answer = await ledger.user.call('PUT', `/resolutions/${resolutionId}`, { body: { active: true } });

    expect(answer.headers.get('etag')).toBe(await tagOf(`/resolutions/${resolutionId}`));
    const deleted = await ledger.user.call('DELETE', `/resolutions/${resolutionId}`);
    expect([deleted.status, deleted.headers.get('etag')]).toStrictEqual([204, null]);
  });

  it('changes with the flag for closed invoices, of both resolutions', async () => {
    const [one, other] = [await ledger.user.resolution('FLAG-1'), await ledger.user.resolution('FLAG-2')];
    const paths = [one, other].map(({ resolutionId }) => `/resolutions/${resolutionId}`);
    await flag(one.resolutionId);
    const before = await Promise.all(paths.map(tagOf));
    await flag(other.resolutionId);
    const now = await Promise.all(paths.map(tagOf));

    expect(now.map((tag, index) => tag === before[index])).toStrictEqual([false, false]);
    expectRefusal(await put(paths[0] ?? '', before[0] ?? '', { active: true }), 412, expect.any(String));
  });

  it('of a list changes with any of its parts', async () => {
    const before = await tagOf('/resolutions');
    await ledger.user.resolution('LISTED');

    expect(await tagOf('/resolutions')).not.toBe(before);
  });

  it.each([
    ['/resolutions', { code: 'NOT-THERE' }],
    ['/categories', { code: 'NOT-THERE' }],
    ['/disputes', { documentNumber: 'NOT-THERE' }],
  ])('is none of what does not exist, so that If-Match: * creates nothing: %s', async (path, body) => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.user.call('POST', path, { body, headers: { 'if-match': '*' } });

      expectRefusal(answer, 412, expect.stringMatching(/^The \w+ does not exist yet\.$/));
    });
  });

  it('keeps an upsert with If-None-Match: * from changing what is there', async () => {
    const once = () =>
      ledger.user.call('POST', '/resolutions', { body: { code: 'ONCE' }, headers: { 'if-none-match': '*' } });
    expect((await once()).status).toBe(201);

    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await once(), 412, 'The resolution exists already.');
    });
  });

  it('spares the caller a representation that it has', async () => {
    const { resolutionId } = await ledger.user.resolution('KNOWN');
    const path = `/resolutions/${resolutionId}`;
    const tag = await tagOf(path);

    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const { status, text } = await ledger.user.call('GET', path, { headers: { 'if-none-match': known } });
      expect([known, status, text]).toStrictEqual([known, 304, '']);
    }
    for (const other of ['"x"', 'W/"1000"']) {
      const { status } = await ledger.user.call('GET', path, { headers: { 'if-none-match': other } });
      expect(status).toBe(200);
    }
    expectRefusal(await ledger.user.call('GET', path, { headers: { 'if-none-match': 'x' } }), 400);
  });
});
