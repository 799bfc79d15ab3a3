import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  deleteCategory,
  deleteReason,
  deleteResolution,
  release,
  reserve,
  setInvoiceClosed,
  updateCategory,
  updateReason,
  upsertCategory,
  upsertReason,
  upsertResolution,
} from '../../../../test/support/dispute-configuration.js';
import type { ConfigurationCommand } from './configuration-command.js';
import { configurationDecider } from './configuration-decider.js';
import type { ConfigurationEvent } from './configuration-event.js';
import { type Configuration, noConfiguration } from './configuration.js';

const HISTORIES = 1_000;

/** The commands with which every history begins. What later ones create has an id by their place in it. */
const BEGINNING = [
  upsertCategory({ newId: 'id-1', code: 'A' }),
  upsertCategory({ newId: 'id-2', code: 'B' }),
  upsertReason({ newId: 'id-3', code: 'A', category: { categoryCode: 'A' } }),
  upsertResolution({ newId: 'id-4', code: 'A' }),
];
const ids = fc.constantFrom('id-1', 'id-2', 'id-3', 'id-4', 'id-5', 'id-6');
const codes = fc.constantFrom('A', 'B');
const flags = fc.boolean();
const category = fc.record({ categoryId: ids, categoryCode: codes }, { requiredKeys: [] });
const target = fc.oneof(
  ids.map((resolutionId) => ({ kind: 'resolution' as const, resolutionId })),
  ids.map((reasonId) => ({ kind: 'reason' as const, reasonId })),
);
const reservation = fc.constantFrom('r-1', 'r-2', 'r-3');
const dispute = fc.constantFrom('d-1', 'd-2');

const asked: fc.Arbitrary<(newId: string) => ConfigurationCommand> = fc.oneof(
  fc.tuple(codes, flags, flags).map(
    ([code, active, isValid]) =>
      (newId: string) =>
        upsertResolution({ newId, code, active, isValid }),
  ),
  codes.map((code) => (newId: string) => upsertCategory({ newId, code })),
  fc.tuple(codes, category, flags).map(
    ([code, of, active]) =>
      (newId: string) =>
        upsertReason({ newId, code, category: of, active }),
  ),
  fc.tuple(ids, category).map(
    ([reasonId, of]) =>
      () =>
        updateReason({ reasonId, category: of }),
  ),
  ids.map((categoryId) => () => updateCategory({ categoryId, description: 'Updated' })),
  codes.map((code) => () => deleteCategory({ code })),
  ids.map((resolutionId) => () => setInvoiceClosed(resolutionId)),
  ids.map((resolutionId) => () => deleteResolution({ resolutionId })),
  codes.map((code) => () => deleteResolution({ code })),
  ids.map((reasonId) => () => deleteReason({ reasonId })),
  fc.tuple(target, reservation, dispute).map(
    ([of, id, disputeId]) =>
      () =>
        reserve(of, id, disputeId),
  ),
  fc.tuple(target, reservation).map(
    ([of, id]) =>
      () =>
        release(of, id),
  ),
);

const histories = fc
  .array(asked, { minLength: 10, maxLength: 60 })
  .map((commands) => [
    ...BEGINNING,
    ...commands.map((command, index) => command(`id-${BEGINNING.length + index + 1}`)),
  ]);

/** Runs the commands, passes on each event with the configuration after it, and returns the events. */
const play = (
  commands: readonly ConfigurationCommand[],
  onEvent: (event: ConfigurationEvent, state: Configuration) => void,
): readonly ConfigurationEvent[] => {
  const events: ConfigurationEvent[] = [];
  let state = configurationDecider.initial;
  for (const command of commands) {
    const decision = configurationDecider.decide(command, state);
    for (const event of decision.outcome === 'accepted' ? decision.events : []) {
      state = configurationDecider.evolve(state, event);
      events.push(event);
      onEvent(event, state);
    }
  }
  return events;
};

/** A second account of the tenant's resolutions and their links, from the events alone. */
class Witness {
  private readonly codes = new Map<string, string>();
  private readonly links = new Map<string, Set<string>>();
  flagged: string | null = null;
  hasDeletedLinked = false;

  see({ type, data }: ConfigurationEvent): void {
    if (type === 'ResolutionUpserted') this.codes.set(data.resolutionId, data.code);
    if (type === 'InvoiceClosedResolutionSet') this.flagged = data.resolutionId;
    if (type === 'ResolutionLinked') this.linksOf(data.resolutionId).add(data.reservationId);
    if (type === 'ResolutionUnlinked') this.linksOf(data.resolutionId).delete(data.reservationId);
    if (type === 'ResolutionDeleted') this.delete(data.resolutionId);
  }

  get hasUniqueCodes(): boolean {
    return new Set(this.codes.values()).size === this.codes.size;
  }

  private delete(resolutionId: string): void {
    this.hasDeletedLinked ||= this.linksOf(resolutionId).size > 0;
    this.codes.delete(resolutionId);
    if (this.flagged === resolutionId) this.flagged = null;
  }

  private linksOf(resolutionId: string): Set<string> {
    const links = this.links.get(resolutionId) ?? new Set<string>();
    this.links.set(resolutionId, links);
    return links;
  }
}

const reasonKeys = ({ reasons }: Configuration): readonly string[] =>
  [...reasons.values()].map(({ categoryId, code }) => `${categoryId} ${code}`);

const asPlainData = (state: Configuration): string =>
  JSON.stringify(state, (_, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    return value instanceof Map ? [...value] : value;
  });

describe('a configuration, after any sequence of commands', () => {
  it('has unique codes and at most one flag, and never lost a resolution that was linked', () => {
    fc.assert(
      fc.property(histories, (commands) => {
        const witness = new Witness();
        play(commands, (event, state) => {
          witness.see(event);
          expect(witness.hasUniqueCodes).toBe(true);
          expect(witness.hasDeletedLinked).toBe(false);
          expect(state.invoiceClosedResolutionId).toBe(witness.flagged);
          expect(new Set(reasonKeys(state)).size).toBe(state.reasons.size);
          for (const { categoryId } of state.reasons.values())
            expect(state.categories.has(categoryId)).toBe(true);
        });
      }),
      { numRuns: HISTORIES },
    );
  });

  it('reaches deletions, flags and refused deletions', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(histories, (commands) => {
        let state = configurationDecider.initial;
        for (const command of commands) {
          const decision = configurationDecider.decide(command, state);
          if (decision.outcome === 'rejected') seen.add(decision.code);
          else
            for (const event of decision.events) {
              seen.add(event.type);
              state = configurationDecider.evolve(state, event);
            }
        }
      }),
      // The same histories every time: by chance one in twenty sets of them lacks an event.
      { numRuns: HISTORIES, seed: 1 },
    );

    expect([...seen]).toStrictEqual(
      expect.arrayContaining([
        'ResolutionDeleted',
        'InvoiceClosedResolutionSet',
        'ResolutionUnlinked',
        'ReasonDeleted',
        'ReasonUpdated',
        'CategoryUpdated',
        'CategoryDeleted',
        'category-in-use',
        'resolution-linked',
        'reason-linked',
        'categories-disagree',
      ]),
    );
  });

  it('folds to the same state again, and leaves the start of every fold empty', () => {
    fc.assert(
      fc.property(histories, (commands) => {
        let live = '';
        const events = play(commands, (_, state) => {
          live = asPlainData(state);
        });
        const again = events.reduce(configurationDecider.evolve, configurationDecider.initial);

        expect(asPlainData(again)).toBe(events.length === 0 ? asPlainData(noConfiguration) : live);
        expect(noConfiguration.resolutions.size + noConfiguration.reasons.size).toBe(0);
      }),
      { numRuns: HISTORIES },
    );
  });
});
