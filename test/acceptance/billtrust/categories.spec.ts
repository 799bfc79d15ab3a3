import { describe, expect, it } from '@jest/globals';
import { bodyOf, expectNothingAdded } from '../clients.js';
import { expectRefusal } from './clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();

interface Category {
  readonly categoryId: string;
  readonly [field: string]: unknown;
}

describe('a category', () => {
  it('is updated by its id, and keeps what is left out', async () => {
    const { categoryId } = await ledger.user.category('SHIPPING');
    const path = `/categories/${categoryId}`;
    const updated = await ledger.user.call('PUT', path, { body: { description: 'On the way' } });

    expect(updated.status).toBe(200);
    expect(bodyOf(updated)).toMatchObject({ categoryId, code: 'SHIPPING', description: 'On the way' });
    await expectNothingAdded(ledger.running, async () => {
      expect((await ledger.user.call('PUT', path)).text).toBe(updated.text);
    });
    expectRefusal(
      await ledger.user.call('PUT', path, { body: { code: 'OTHER' } }),
      400,
      'The code of a category cannot be changed; it is SHIPPING.',
    );
    expectRefusal(
      await ledger.user.call('PUT', '/categories/nowhere', { body: {} }),
      404,
      'There is no such category.',
    );
  });

  it.each(['id', 'code', 'by-code'])('is deleted by %s, once it has no reasons', async (by) => {
    const { categoryId } = await ledger.user.category(`GONE-${by}`);
    const { reasonId } = await ledger.user.reason('LAST', { categoryId });
    const path = by === 'id' ? `/categories/${categoryId}` : `/categories/${by}/gone-${by}`;

    expectRefusal(await ledger.user.call('DELETE', path), 409);
    await ledger.user.call('DELETE', `/reasons/${reasonId}`);
    expect((await ledger.user.call('DELETE', path)).status).toBe(204);
    expectRefusal(await ledger.user.call('DELETE', path), 404, 'There is no such category.');
    expectRefusal(await ledger.user.call('GET', `/categories/${categoryId}`), 404);
  });

  it('is not deleted while a dispute names it, though its reason was moved', async () => {
    const [from, to] = [await ledger.user.category('FROM'), await ledger.user.category('TO')];
    const { reasonId } = await ledger.user.reason('MOVED', { categoryId: from.categoryId });
    const { disputeId } = await ledger.user.dispute({ reasonId });
    await ledger.user.call('PUT', `/reasons/${reasonId}`, { body: { categoryId: to.categoryId } });

    expectRefusal(
      await ledger.user.call('DELETE', `/categories/${from.categoryId}`),
      409,
      'Category FROM is linked to 1 dispute(s). Reassign them before deleting.',
    );
    const other = await ledger.user.reason('OTHER', { categoryId: to.categoryId });
    await ledger.user.call('PUT', `/disputes/${disputeId}/reason`, { body: { reasonId: other.reasonId } });
    expect((await ledger.user.call('DELETE', `/categories/${from.categoryId}`)).status).toBe(204);
  });

  it('falls back on reasons of its own that the people may choose', async () => {
    const { categoryId } = await ledger.user.category('DEFAULTS');
    const [inside, outside] = [
      await ledger.user.reason('INSIDE', { categoryId }),
      await ledger.user.reason('OUTSIDE', { categoryId, visibility: 'External' }),
    ];
    const send = (body: object) => ledger.user.call('PUT', `/categories/${categoryId}`, { body });
    const both = { defaultInternalReasonId: inside.reasonId, defaultExternalReasonId: outside.reasonId };

    expectRefusal(
      await send({ defaultInternalReasonId: outside.reasonId, defaultExternalReasonId: inside.reasonId }),
      400,
      `defaultInternalReasonId ${outside.reasonId} has the visibility External`,
      `defaultExternalReasonId ${inside.reasonId} has the visibility Internal`,
    );
    expect(bodyOf(await send(both))).toMatchObject(both);
    expectRefusal(
      await ledger.user.call('PUT', `/reasons/${inside.reasonId}`, {
        body: { categoryId, visibility: 'External' },
      }),
      409,
    );
  });
});

describe('a description', () => {
  const headers = (name: string, value: string) => ({ headers: { [name]: value } });

  it('is read in the language that the caller prefers, of those that it was written in', async () => {
    const english = { code: 'SPOKEN', description: 'Shipping' };
    const created = await ledger.user.call('POST', '/categories', { body: english });
    const { categoryId } = bodyOf<Category>(created);
    const german = await ledger.user.call('PUT', `/categories/${categoryId}`, {
      body: { description: 'Versand' },
      ...headers('content-language', 'de-de'),
    });
    const read = async (accepted?: string) => {
      const asked = accepted === undefined ? {} : headers('accept-language', accepted);
      const answer = await ledger.user.call('GET', `/categories/${categoryId}`, asked);
      return [bodyOf<Category>(answer)['description'], answer.headers.get('content-language')];
    };

    expect([created, german].map((one) => one.headers.get('content-language'))).toStrictEqual([
      'en',
      'de-DE',
    ]);
    expect(bodyOf<Category>(german)['description']).toBe('Versand');
    expect(await read()).toStrictEqual(['Shipping', 'en']);
    expect(await read('de')).toStrictEqual(['Versand', 'de-DE']);
    expect(await read('fr, de-DE;q=0.5')).toStrictEqual(['Versand', 'de-DE']);
    expect(await read('fr')).toStrictEqual(['Shipping', 'en']);
    expect(await read('en-US')).toStrictEqual(['Shipping', 'en']);
  });

  it('of a reason is, too, and a list names every language in it', async () => {
    const { categoryId } = await ledger.user.category('LISTED');
    const body = { categoryId, code: 'ONE', description: 'Eins' };
    await ledger.user.call('POST', '/reasons', { body, ...headers('content-language', 'de') });
    await ledger.user.reason('TWO', { categoryId, description: 'Two' });
    const list = await ledger.user.call('GET', '/categories/by-code/listed/reasons');

    expect(bodyOf<Category[]>(list).map(({ description }) => description)).toStrictEqual(['Eins', 'Two']);
    expect([list.headers.get('content-language'), list.headers.get('vary')]).toStrictEqual([
      'de, en',
      'Accept-Language',
    ]);
  });

  it.each(['de, en', 'German language', '', 'x'.repeat(40)])(
    'is not written in the language "%s"',
    async (language) => {
      await expectNothingAdded(ledger.running, async () => {
        expectRefusal(
          await ledger.user.call('POST', '/categories', {
            body: { code: 'NEVER' },
            ...headers('content-language', language),
          }),
          400,
          'Content-Language must be one language tag, as in de or pt-BR',
        );
      });
    },
  );
});
