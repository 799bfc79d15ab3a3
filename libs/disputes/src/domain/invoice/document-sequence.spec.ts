import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#libs/kernel';
import { given } from '../../../../../test/support/given-when-then.js';
import { disputeCodeOf, documentSequenceCodec, documentSequenceDecider } from './document-sequence.js';

const numberOf = (disputeId: string) => ({
  type: 'NumberDispute' as const,
  data: { documentNumber: 'INV-1', disputeId, by: 'user-1' },
});

const numbered = (disputeId: string, number: number) => ({
  type: 'InvoiceDisputeNumbered' as const,
  data: { ...numberOf(disputeId).data, number },
});

describe("a document's sequence", () => {
  it('begins at 1 and goes on without a gap', () => {
    given(documentSequenceDecider).when(numberOf('a')).then(numbered('a', 1));
    given(documentSequenceDecider, numbered('a', 1)).when(numberOf('b')).then(numbered('b', 2));
    given(documentSequenceDecider, numbered('a', 1), numbered('b', 2))
      .when(numberOf('c'))
      .then(numbered('c', 3));
  });

  it('gives a dispute its number once', () => {
    given(documentSequenceDecider, numbered('a', 1), numbered('b', 2)).when(numberOf('a')).thenNothing();
  });

  it('leaves the start of every fold empty', () => {
    documentSequenceDecider.evolve(documentSequenceDecider.initial, numbered('a', 1));

    expect(documentSequenceDecider.initial.size).toBe(0);
  });

  it.each([
    [1, 'D-INV-789-01'],
    [42, 'D-INV-789-42'],
    [100, 'D-INV-789-100'],
  ])('makes %i the code %s', (number, code) => {
    expect(disputeCodeOf('INV-789', number)).toBe(code);
  });

  it('does not read a stored number that lost a field', () => {
    const fixture = new URL(
      '../../../../../test/fixtures/events/InvoiceDisputeNumbered.v1.json',
      import.meta.url,
    );
    const { type, data } = (JSON.parse(readFileSync(fixture, 'utf8')) as { stored: StoredEvent }).stored;

    expect.assertions(Object.keys(data).length);
    for (const field of Object.keys(data)) {
      const { [field]: _, ...rest } = data;
      expect(() => documentSequenceCodec.decode({ type, data: rest })).toThrow(new RegExp(`\\b${field}$`));
    }
  });
});
