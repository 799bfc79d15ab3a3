import { describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey } from '../../support/running-ledger.js';
import {
  after,
  type Answer,
  bodyOf,
  clientOf,
  expectNothingAdded,
  expectRefused,
  readerOf,
} from '../clients.js';
import { reportAfter, updateExample, updateWith } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');
const elsewhere = newInstitution('Gotham ODR', 'another-tenant');

const ledger = smartOdrLedger(gotham, metropolis, elsewhere);

const withKey = (key: string): Record<string, string> => ({ 'idempotency-key': key });

const isRepeat = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

/** Returns everything that a repeat must get again. */
const outcome = ({ status, text, headers }: Answer) => ({
  status,
  text,
  contentType: headers.get('content-type'),
  etag: headers.get('etag'),
  position: headers.get('ledger-position'),
});

const updatesOf = async (disputeId: string, written: Answer): Promise<number> => {
  const read = readerOf(ledger.running, await auditorKey(ledger.running));
  const dispute = await read(`/ledger/disputes/smartodr/${disputeId}`, after(written));
  return bodyOf<{ updateCount: number }>(dispute).updateCount;
};

describe('an update that is sent again with its Idempotency-Key', () => {
  it('has one effect and one answer when ten come at once', async () => {
    const body = updateWith({ disputeId: 'AT-ONCE' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ledger.post('/update', body, withKey('ten at once'))),
    );
    const [first] = answers as [Answer];

    expect(first.status).toBe(200);
    expect(answers.map(outcome)).toStrictEqual(Array.from({ length: 10 }, () => outcome(first)));
    expect(answers.filter(isRepeat)).toHaveLength(9);
    await expect(updatesOf('AT-ONCE', first)).resolves.toBe(1);
  });

  it('gets the first answer again after others wrote to the dispute', async () => {
    const body = updateWith({ disputeId: 'LATER' });
    const first = await ledger.post('/update', body, withKey('later'));
    await ledger.post('/update', body);

    await expectNothingAdded(ledger.running, async () => {
      const again = await ledger.post('/update', body, withKey('later'));

      expect(outcome(again)).toStrictEqual(outcome(first));
      expect([isRepeat(first), isRepeat(again)]).toStrictEqual([false, true]);
    });
  });

  it('may be written with other white space and another order of its fields', async () => {
    const { dispute } = JSON.parse(updateExample) as { dispute: object };
    const reordered = JSON.stringify({ dispute: Object.fromEntries(Object.entries(dispute).reverse()) });
    const first = await ledger.post('/update', updateExample, withKey('reordered'));
    const again = await ledger.post('/update', reordered, withKey('reordered'));

    expect(outcome(again)).toStrictEqual(outcome(first));
    expect(isRepeat(again)).toBe(true);
  });

  it('is a second fact without one', async () => {
    const body = updateWith({ disputeId: 'NO-KEY' });
    await ledger.post('/update', body);

    await expect(updatesOf('NO-KEY', await ledger.post('/update', body))).resolves.toBe(2);
  });

  it('gets the first answer again after a restart', async () => {
    const body = updateWith({ disputeId: 'RESTARTED' });
    const first = await ledger.post('/update', body, withKey('before the restart'));
    await ledger.restart();

    await expectNothingAdded(ledger.running, async () => {
      const again = await ledger.post('/update', body, withKey('before the restart'));

      expect(outcome(again)).toStrictEqual(outcome(first));
      expect(isRepeat(again)).toBe(true);
    });
  });

  it('may have been refused the first time, and is decided again', async () => {
    const body = updateWith({ disputeId: 'REFUSED-FIRST' });
    const refused = await ledger.post('/update', body, { ...withKey('refused'), 'if-match': '"7"' });
    const taken = await ledger.post('/update', body, withKey('refused'));

    expect([refused.status, taken.status]).toStrictEqual([412, 200]);
    expect(isRepeat(taken)).toBe(false);
  });
});

describe('an Idempotency-Key that was used before', () => {
  const reused = 'The idempotency key was used before with another request body.';

  it('is refused with another body for the same dispute', async () => {
    await ledger.post('/update', updateWith({ disputeId: 'REUSED', update: 'first' }), withKey('reused'));

    await expectNothingAdded(ledger.running, async () => {
      const body = updateWith({ disputeId: 'REUSED', update: 'second' });

      expectRefused(await ledger.post('/update', body, withKey('reused')), 422, reused);
    });
  });

  it('is refused with another dispute', async () => {
    await ledger.post('/update', updateWith({ disputeId: 'REUSED-A' }), withKey('for another dispute'));

    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.post(
        '/update',
        updateWith({ disputeId: 'REUSED-B' }),
        withKey('for another dispute'),
      );

      expectRefused(answer, 422, reused);
    });
  });

  it('is refused with another body after a restart', async () => {
    await ledger.post('/update', updateWith({ disputeId: 'REUSED-C', update: 'first' }), withKey('restart'));
    await ledger.restart();

    await expectNothingAdded(ledger.running, async () => {
      const body = updateWith({ disputeId: 'REUSED-C', update: 'second' });

      expectRefused(await ledger.post('/update', body, withKey('restart')), 422, reused);
    });
  });

  it('lets one of several bodies win when they come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        ledger.post('/update', updateWith({ disputeId: `RACE-${index}` }), withKey('race')),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toStrictEqual([200, ...Array<number>(7).fill(422)]);
  });

  it('is another key on the other route', async () => {
    const update = await ledger.post('/update', updateWith({ disputeId: 'ROUTES' }), withKey('routes'));
    const report = await ledger.post(
      '/update_arbitration_report',
      reportAfter((dispute) => (dispute.disputeId = 'ROUTES')),
      withKey('routes'),
    );

    expect([update, report].map((answer) => [answer.status, isRepeat(answer)])).toStrictEqual([
      [200, false],
      [200, false],
    ]);
  });

  it("is another key for another tenant's institution", async () => {
    const theirs = await clientOf(ledger.running, elsewhere);
    const body = updateWith({ disputeId: 'TENANTS' });
    const answers = [
      await ledger.post('/update', body, withKey('tenants')),
      await theirs('/update', body, withKey('tenants')),
      await theirs('/update', updateWith({ disputeId: 'TENANTS', update: 'other' }), withKey('only mine')),
      await ledger.post('/update', body, withKey('only mine')),
    ];

    expect(answers.map((answer) => [answer.status, isRepeat(answer)])).toStrictEqual(
      answers.map(() => [200, false]),
    );
  });
});

describe('what can be an Idempotency-Key', () => {
  const message = 'Idempotency-Key must be 1 to 255 printable characters';

  it.each(['k', 'a key with blanks', '~!@#$%^&*()', 'x'.repeat(255)])('is "%s"', async (key) => {
    expect((await ledger.post('/update', updateExample, withKey(key))).status).toBe(200);
  });

  it.each([
    ['nothing', ''],
    ['too much', 'x'.repeat(256)],
    ['a tab', 'a\tb'],
    ['letters beyond ASCII', 'schl\xfcssel'],
  ])('is not %s', async (_, key) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post('/update', updateExample, withKey(key)), 400, message);
    });
  });
});

describe('an Idempotency-Key that another institution of the tenant has used', () => {
  it("does not give away that institution's answer", async () => {
    const body = updateWith({ disputeId: 'NOT-THEIRS' });
    await ledger.post('/update', body, withKey('between institutions'));
    const intruder = await clientOf(ledger.running, metropolis);

    await expectNothingAdded(ledger.running, async () => {
      const answer = await intruder('/update', body, withKey('between institutions'));
      expectRefused(answer, 403, 'Dispute is not assigned to this ODR Institution');
    });
  });

  it('has an effect of its own', async () => {
    const other = await clientOf(ledger.running, metropolis);
    const ours = await ledger.post('/update', updateWith({ disputeId: 'OURS' }), withKey('1'));
    const theirs = await other('/update', updateWith({ disputeId: 'THEIRS' }), withKey('1'));

    expect([ours.status, theirs.status]).toStrictEqual([200, 200]);
    expect(theirs.headers.get('idempotency-replayed')).toBeNull();
  });
});
