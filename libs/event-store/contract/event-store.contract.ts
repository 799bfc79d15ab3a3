import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendingContract } from './appending.contract.js';
import { closingContract } from './closing.contract.js';
import { readingContract } from './reading.contract.js';
import type { OpenedStore } from './subject.js';
import { subscribingContract } from './subscribing.contract.js';

/**
 * Tests what every adapter of the port must do. The log may hold other streams, and positions may have gaps,
 * so each test appends to its own streams and assumes only that positions increase.
 */
export const eventStoreContract = (name: string, open: () => Promise<OpenedStore>): void =>
  describe(name, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());
    const subject = (): OpenedStore => opened;

    describe('appending', () => appendingContract(subject));
    describe('reading', () => readingContract(subject));
    describe('subscribing', () => subscribingContract(subject));
    describe('closing', () => closingContract(subject));
  });
