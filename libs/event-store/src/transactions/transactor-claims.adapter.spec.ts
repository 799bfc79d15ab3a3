import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { add, countedIn, type Counters, countersOver } from '../../contract/counter.js';
import { UnsureStore } from '../../contract/unsure-store.js';
import type { Claim } from './claims.js';
import { StoreUnavailableError } from '../event-store.js';
import { commandIdOfKey, newCommandId } from './command-ids.js';

const commandId = commandIdOfKey(
  { family: 'counter', tenant: 'acme', operation: 'add', holder: 'Ada' },
  'key-1',
);
const keyed = { commandId, requestDigest: 'a'.repeat(64) };
const otherBody = { commandId, requestDigest: 'b'.repeat(64) };

describe('what only one holder may have', () => {
  let log: TemporaryLog;
  let counters: Counters;
  beforeEach(async () => {
    log = await temporaryLog();
    counters = countersOver(log.store);
  });
  afterEach(() => log.dispose());

  describe('an idempotency key', () => {
    it('gives the repeat the answer of the first time', async () => {
      const first = await add(counters, [1, 2], keyed);
      expect(first).toMatchObject({ outcome: 'committed', revision: 1n, isRepeat: false });
      await add(counters, [3]);
      expect(await add(counters, [1, 2], keyed)).toEqual({ ...first, isRepeat: true });
      expect(await countedIn(log.store)).toEqual([1, 2, 3]);
    });

    it('gives the first answer even when the command would be refused by now', async () => {
      const created = { ...keyed, preconditions: { noneOf: 'any' } } as const;
      const first = await add(counters, [100], created);
      expect(first).toMatchObject({ outcome: 'committed' });
      expect(await add(counters, [100], created)).toEqual({ ...first, isRepeat: true });
    });

    it('has one effect when ten requests arrive at once', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => add(counters, [7], keyed)));
      expect(answers.filter((answer) => answer.outcome === 'committed' && !answer.isRepeat)).toHaveLength(1);
      expect(new Set(answers.map((answer) => JSON.stringify(answer, ['outcome']))).size).toBe(1);
      expect(await countedIn(log.store)).toEqual([7]);
    });

    it('has one effect when ten requests arrive at once in two processes', async () => {
      const others = countersOver(await log.openAnother());
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => add(index % 2 === 0 ? counters : others, [7], keyed)),
      );
      for (const answer of answers) expect(answer).toMatchObject({ outcome: 'committed', revision: 0n });
      expect(await countedIn(log.store)).toEqual([7]);
    });

    it('is remembered after a restart', async () => {
      const first = await add(counters, [1, 2], keyed);
      const later = countersOver(await log.reopen());
      expect(await add(later, [1, 2], keyed)).toEqual({ ...first, isRepeat: true });
      expect(await add(later, [9], otherBody)).toMatchObject({ code: 'idempotency-key-reused' });
    });

    it('is refused with another body', async () => {
      await add(counters, [1], keyed);
      expect(await add(counters, [2], otherBody)).toMatchObject({ code: 'idempotency-key-reused' });
      expect(await countedIn(log.store)).toEqual([1]);
    });

    it('is refused with another body on another stream', async () => {
      await add(counters, [1], keyed);
      const answer = await add(counters, [2], { ...otherBody, stream: 'counter-2' });
      expect(answer).toMatchObject({ outcome: 'rejected', code: 'idempotency-key-reused' });
      expect(await countedIn(log.store, 'counter-2')).toEqual([]);
    });

    it('lets only one through of two bodies that arrive at once on two streams', async () => {
      const others = countersOver(await log.openAnother());
      const answers = await Promise.all([
        add(counters, [1], keyed),
        add(others, [2], { ...otherBody, stream: 'counter-2' }),
      ]);
      expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['committed', 'rejected']);
      const counted = [...(await countedIn(log.store)), ...(await countedIn(log.store, 'counter-2'))];
      expect(counted).toHaveLength(1);
    });

    it('of another scope is another key', async () => {
      const scopes = [
        { family: 'counter', tenant: 'acme', operation: 'add', holder: 'Ada' },
        { family: 'counter', tenant: 'acme', operation: 'subtract', holder: 'Ada' },
        { family: 'counter', tenant: 'other', operation: 'add', holder: 'Ada' },
        { family: 'counter', tenant: 'acme', operation: 'add', holder: 'Grace' },
        { family: 'abacus', tenant: 'acme', operation: 'add', holder: 'Ada' },
      ];
      for (const scope of scopes)
        await add(counters, [1], { ...keyed, commandId: commandIdOfKey(scope, 'key-1') });
      expect(await countedIn(log.store)).toEqual([1, 1, 1, 1, 1]);
    });

    it('is free for another body when the command was refused', async () => {
      await add(counters, [101], keyed);
      expect(await add(counters, [1], otherBody)).toMatchObject({ outcome: 'committed', isRepeat: false });
    });

    it('completes a command whose process died between the claim and its events', async () => {
      const store = new UnsureStore(log.store);
      store.failNext('counter-', ...Array.from({ length: 20 }, () => 'request-lost' as const));
      await expect(add(countersOver(store), [7], keyed)).rejects.toThrow(StoreUnavailableError);
      expect(await add(counters, [7], keyed)).toMatchObject({ outcome: 'committed', revision: 0n });
      expect(await countedIn(log.store)).toEqual([7]);
    });
  });

  describe('a single-use token', () => {
    const token = (holder: string = newCommandId()): { claims: readonly Claim[] } => ({
      claims: [{ kind: 'token', subject: 'token-1', holder }],
    });

    it('is used up by the command that is committed with it', async () => {
      expect(await add(counters, [1], token())).toMatchObject({ outcome: 'committed' });
      expect(await add(counters, [2], token())).toMatchObject({ code: 'token-already-used' });
      const elsewhere = await add(counters, [2], { ...token(), stream: 'counter-2' });
      expect(elsewhere).toMatchObject({ outcome: 'rejected', code: 'token-already-used' });
      expect(await countedIn(log.store)).toEqual([1]);
      expect(await countedIn(log.store, 'counter-2')).toEqual([]);
    });

    it('is kept when the command is refused', async () => {
      expect(await add(counters, [101], token())).toMatchObject({ code: 'out-of-range' });
      expect(await add(counters, [1], token())).toMatchObject({ outcome: 'committed' });
    });

    it('lets the retry of its command through', async () => {
      const first = await add(counters, [1], { ...keyed, ...token('holder-1') });
      const retry = await add(counters, [1], { ...keyed, ...token('holder-1') });
      expect(retry).toEqual({ ...first, isRepeat: true });
    });

    it('lets only one through of two commands that arrive at once in two processes', async () => {
      const others = countersOver(await log.openAnother());
      const answers = await Promise.all([
        add(counters, [1], token()),
        add(others, [2], { ...token(), stream: 'counter-2' }),
      ]);
      expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['committed', 'rejected']);
    });
  });

  describe('when the outcome of the claim is unknown', () => {
    it('goes on if the claim was written', async () => {
      const store = new UnsureStore(log.store);
      store.failNext('claim-', 'reply-lost');
      expect(await add(countersOver(store), [7], keyed)).toMatchObject({
        outcome: 'committed',
        revision: 0n,
      });
    });

    it.each(['request-lost', 'request-late'] as const)(
      'makes the claim again if it was not: %s',
      async (fault) => {
        const store = new UnsureStore(log.store);
        store.failNext('claim-', fault);
        expect(await add(countersOver(store), [7], keyed)).toMatchObject({
          outcome: 'committed',
          revision: 0n,
        });
        expect(await countedIn(log.store)).toEqual([7]);
      },
    );

    it('throws if it stays unknown, and lets the retry through', async () => {
      const store = new UnsureStore(log.store);
      store.failNext('claim-', ...Array.from({ length: 20 }, () => 'request-lost' as const));
      const unsure = countersOver(store);
      await expect(add(unsure, [7], keyed)).rejects.toThrow(StoreUnavailableError);
      expect(await countedIn(log.store)).toEqual([]);
      store.failNext('claim-');
      expect(await add(unsure, [7], keyed)).toMatchObject({ outcome: 'committed', isRepeat: false });
    });
  });
});
