import { describe, expect, it } from '@jest/globals';
import { bodyOf, send } from '../clients.js';
import { type CurlLine, curlLinesOf } from '../seeds.js';
import type { Reason, Resolution } from './clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();

/** Sends the document's request, with only its host, its key and its placeholders in braces replaced. */
const run = ({ method, url, headers, body }: CurlLine, values: Readonly<Record<string, string>>) => {
  const filled = (text: string): string =>
    text.replace(/\{([\w ]+)\}/g, (_, name: string) => values[name] ?? `no value for ${name}`);
  const path = filled(url.replace('https://arc-aegis.billtrust.com', ''));
  const given = headers.map(
    ([name, value]) => [name, value === '<API key value>' ? ledger.user.apiKey : value] as const,
  );
  return send(ledger.running.url + path, {
    method,
    headers: Object.fromEntries(given),
    ...(body !== undefined && { body: filled(body) }),
  });
};

const SUCCESS: Readonly<Record<string, number>> = { GET: 200, POST: 201, PUT: 200, DELETE: 204 };

/** Returns the body that the page on resolutions shows for its `<request body>`. */
const bodyShown = (method: string): string =>
  method === 'POST'
    ? '{"code":"DISPVALID","description":"Dispute Validated","active":true,"isValid":true}'
    : '{"description":"Dispute is Valid","active":true,"isValid":true}';

const resolutionLines = curlLinesOf('s2-resolutions.txt');
const reasonLines = curlLinesOf('s3-reasons.txt');

const titled = (lines: readonly CurlLine[]) =>
  lines.map((line) => [line.method, new URL(line.url.replace(/[{}]/g, '')).pathname, line] as const);

describe("the lines of Billtrust's documents", () => {
  it('are all found', () => {
    expect([resolutionLines.length, reasonLines.length]).toStrictEqual([8, 6]);
  });

  it.each(titled(resolutionLines))('on resolutions work as they are: %s %s', async (method, _, line) => {
    const { resolutionId } = await ledger.user.resolution('DISPVALID', { active: true });
    const values = { tenantId: ledger.user.tenant, resolutionId, resolutionCode: 'dispvalid' };
    const body = line.body === '<request body>' ? bodyShown(method) : line.body;
    const answer = await run({ ...line, body }, values);

    expect([answer.status, answer.text]).toStrictEqual([SUCCESS[method], expect.any(String)]);
    expect(answer.text).toMatch(method === 'DELETE' ? /^$/ : new RegExp(resolutionId));
  });

  it.each(titled(reasonLines))('on reasons work as they are: %s %s', async (method, _, line) => {
    const { categoryId } = await ledger.user.category('SHIPPING');
    const { reasonId } = await ledger.user.reason('DAMAGED', { categoryId });
    const values = {
      tenantId: ledger.user.tenant,
      categoryCode: 'shipping',
      'category code': 'shipping',
      reasonCode: 'damaged',
      categoryId,
      reasonId,
    };
    // The update's body names the category by a placeholder that has no braces.
    const body = line.body?.replace('category-code', 'SHIPPING');
    const answer = await run({ ...line, body }, values);

    expect([answer.status, answer.text]).toStrictEqual([SUCCESS[method], expect.any(String)]);
    expect(answer.text).toMatch(method === 'DELETE' ? /^$/ : new RegExp(reasonId));
  });
});

describe('the answers', () => {
  const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const audit = (moment: unknown) => ({
    createUser: 'user-1',
    createDate: moment,
    updateUser: 'user-1',
    updateDate: moment,
  });

  it('have exactly the fields of DisputeResolutionV1Response', async () => {
    const resolution = await ledger.user.resolution('shape', { description: 'Shape', active: true });

    expect(resolution).toStrictEqual({
      resolutionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenantId: 'acme',
      code: 'SHAPE',
      description: 'Shape',
      active: true,
      isValid: false,
      applyWhenInvoiceClosed: false,
      ...audit(instant),
    });
    expect(resolution['updateDate']).toBe(resolution['createDate']);
  });

  it("have exactly the fields of the document's reason", async () => {
    const { categoryId } = await ledger.user.category('SHAPES');
    const reason = await ledger.user.reason('shape', { categoryId, visibility: 'external' });

    expect(reason).toStrictEqual({
      reasonId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenantId: 'acme',
      code: 'SHAPE',
      description: null,
      active: false,
      categoryId,
      visibility: 'External',
      ...audit(instant),
    });
  });

  it('are the same without the prefix', async () => {
    const { resolutionId } = await ledger.user.resolution('PREFIX');
    const plain = await send(`${ledger.running.url}/v1/tenants/acme/resolutions/${resolutionId}`, {
      headers: { 'x-billtrust-api-key': ledger.user.apiKey },
    });

    expect(bodyOf<Resolution>(plain)).toStrictEqual(
      bodyOf<Resolution>(await ledger.user.call('GET', `/resolutions/${resolutionId}`)),
    );
  });

  it('list all reasons, or those of a visibility', async () => {
    const { categoryId } = await ledger.user.category('SEEN');
    await ledger.user.reason('INNER', { categoryId });
    await ledger.user.reason('OUTER', { categoryId, visibility: 'External' });
    const codes = async (query: string) =>
      bodyOf<Reason[]>(await ledger.user.call('GET', `/reasons${query}`))
        .filter((reason) => reason.categoryId === categoryId)
        .map(({ code }) => code);

    expect(await codes('')).toStrictEqual(['INNER', 'OUTER']);
    expect(await codes('?Visibility=External')).toStrictEqual(['OUTER']);
    expect(await codes('?Visibility=internal&Visibility=External')).toStrictEqual(['INNER', 'OUTER']);
    expect((await ledger.user.call('GET', '/reasons?Visibility=Nobody')).status).toBe(400);
  });
});
