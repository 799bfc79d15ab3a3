import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  deliveryDisputeOpened,
  escalate,
  gatherEvidence,
  openDeliveryDispute,
  opener,
  recordedLife,
  resolve,
  respondAsAdvertiser,
  respondAsOperator,
  somebodyElse,
  startInvestigation,
  withdraw,
} from '../../../../../test/support/delivery-disputes.js';
import { recordUpdate } from '../../../../../test/support/disputes.js';
import { type DisputeView, projectDispute } from '../../projections/dispute-view.js';
import type { DisputeCommand } from '../dispute-command.js';
import { disputeDecider } from '../dispute-decider.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';

const HISTORIES = 2_000;

/**
 * The contract once more, as somebody would write it who never saw the code: where each act may begin, and
 * where it leads.
 */
const reference: Readonly<Record<string, { readonly fromAnyOf: string; readonly to: string }>> = {
  OpenDeliveryDispute: { fromAnyOf: 'none', to: 'opened' },
  StartDeliveryInvestigation: { fromAnyOf: 'opened', to: 'investigating' },
  GatherDeliveryEvidence: { fromAnyOf: 'investigating', to: 'evidence-gathered' },
  RespondAsOperator: {
    fromAnyOf: 'evidence-gathered advertiser-responded escalated',
    to: 'operator-responded',
  },
  RespondAsAdvertiser: { fromAnyOf: 'operator-responded', to: 'advertiser-responded' },
  EscalateDeliveryDispute: {
    fromAnyOf: 'opened investigating evidence-gathered operator-responded advertiser-responded',
    to: 'escalated',
  },
  WithdrawDeliveryDispute: {
    fromAnyOf: 'opened investigating evidence-gathered operator-responded advertiser-responded escalated',
    to: 'withdrawn',
  },
  ResolveDeliveryDispute: { fromAnyOf: 'advertiser-responded escalated', to: 'resolved' },
};

interface Model {
  readonly stage: string;
  readonly openedBy: string;
}

const asTheModelSays = (model: Model, { type, data }: DisputeCommand): Model => {
  const act = reference[type];
  if (act?.fromAnyOf.split(' ').includes(model.stage) !== true) return model;
  if ('openedBy' in data) return { stage: act.to, openedBy: data.openedBy };
  const by = 'by' in data ? data.by : '';
  return type === 'WithdrawDeliveryDispute' && by !== model.openedBy ? model : { ...model, stage: act.to };
};

const modelOf = (state: Dispute): Model =>
  state.kind === 'delivery'
    ? { stage: state.stage, openedBy: state.openedBy }
    : { stage: 'none', openedBy: '' };

const actor = fc.constantFrom(opener, somebodyElse);

const command: fc.Arbitrary<DisputeCommand> = fc.oneof(
  actor.map((openedBy) => openDeliveryDispute({ openedBy })),
  ...[
    startInvestigation,
    gatherEvidence,
    respondAsOperator,
    respondAsAdvertiser,
    escalate,
    withdraw,
    resolve,
  ].map((asked) => actor.map((by) => asked({ by }))),
);

/** The way through the middle, so that chance also reaches the late stages; the rest is anything. */
const towardsTheEnd: fc.Arbitrary<DisputeCommand[]> = fc
  .nat(7)
  .map((length) =>
    [
      openDeliveryDispute(),
      startInvestigation(),
      gatherEvidence(),
      respondAsOperator(),
      respondAsAdvertiser(),
      respondAsOperator(),
      respondAsAdvertiser(),
    ].slice(0, length),
  );

const history = fc
  .tuple(towardsTheEnd, fc.array(command, { maxLength: 25 }))
  .map(([begin, rest]) => [...begin, ...rest]);

const fold = (events: readonly DisputeEvent[]): Dispute =>
  events.reduce(disputeDecider.evolve, disputeDecider.initial);

/** Every stage that the model comes to, one after the other. */
const wayOf = (commands: readonly DisputeCommand[]): readonly string[] => {
  const way: string[] = [];
  let model: Model = { stage: 'none', openedBy: '' };
  for (const asked of commands) {
    const next = asTheModelSays(model, asked);
    if (next !== model) way.push(next.stage);
    model = next;
  }
  return way;
};

const streamOf = (commands: readonly DisputeCommand[]): readonly DisputeEvent[] =>
  commands.reduce<readonly DisputeEvent[]>((events, asked) => {
    const decision = disputeDecider.decide(asked, fold(events));
    return decision.outcome === 'accepted' ? [...events, ...decision.events] : events;
  }, []);

/** The words that all disputes share, written out for each stage. */
const statusWords: Readonly<Record<string, string | null>> = {
  none: null,
  opened: 'open',
  investigating: 'in-progress',
  'evidence-gathered': 'in-progress',
  'operator-responded': 'awaiting-party',
  'advertiser-responded': 'in-progress',
  escalated: 'escalated',
  resolved: 'resolved',
  withdrawn: 'withdrawn',
};

const nothingToRead = { stage: 'none', status: null, revision: -1, steps: [], evidence: null };

const asOpened = [deliveryDisputeOpened().data.evidence, deliveryDisputeOpened().data.evidenceDigest];

const readFrom = (view: DisputeView) => ({
  stage: view.stage,
  status: view.status,
  revision: Number(view.revision),
  steps: 'steps' in view ? view.steps.map(({ from, to }) => [from, to]) : null,
  evidence: 'evidence' in view ? [view.evidence, view.evidenceDigest] : null,
});

describe('any sequence of commands to a delivery dispute', () => {
  it('leaves it where the contract says, and a refused command leaves its history as it was', () => {
    const counted = { moved: 0, refused: 0 };
    const stages = new Set<string>();
    fc.assert(
      fc.property(history, (commands) => {
        let stream: readonly DisputeEvent[] = [];
        let model: Model = { stage: 'none', openedBy: '' };
        const found: unknown[] = [];
        const expected: unknown[] = [];
        for (const asked of commands) {
          const before = JSON.stringify(stream);
          const decision = disputeDecider.decide(asked, fold(stream));
          const added = decision.outcome === 'accepted' ? decision.events : [];
          const wasLeftAlone = JSON.stringify(stream) === before;
          stream = [...stream, ...added];
          found.push([asked.type, decision.outcome, added.length, wasLeftAlone, modelOf(fold(stream))]);

          const next = asTheModelSays(model, asked);
          const isAllowed = next !== model;
          model = next;
          expected.push([
            asked.type,
            isAllowed ? 'accepted' : 'rejected',
            isAllowed ? 1 : 0,
            true,
            { ...model },
          ]);
          stages.add(model.stage);
          counted[isAllowed ? 'moved' : 'refused'] += 1;
        }

        expect(found).toStrictEqual(expected);
      }),
      { numRuns: HISTORIES },
    );

    expect(stages.size).toBe(9);
    expect(Math.min(counted.moved, counted.refused)).toBeGreaterThan(HISTORIES);
  });

  it('leaves a view with the steps that the contract prescribes, and the evidence of the opening', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(history, (commands) => {
        const way = wayOf(commands);
        const stage = way.at(-1) ?? 'none';
        seen.add(stage);
        const view = recordedLife(streamOf(commands)).reduce<DisputeView | null>(projectDispute, null);

        expect(view === null ? nothingToRead : readFrom(view)).toStrictEqual({
          stage,
          status: statusWords[stage],
          revision: way.length - 1,
          steps: way.map((to, index) => [way[index - 1] ?? null, to]),
          evidence: way.length === 0 ? null : asOpened,
        });
      }),
      { numRuns: HISTORIES },
    );

    expect(seen.size).toBe(9);
  });

  it('never lets a message of an institution into it', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 10 }), (commands) => {
        const stream = streamOf([openDeliveryDispute(), ...commands]);

        expect(disputeDecider.decide(recordUpdate(), fold(stream))).toMatchObject({
          outcome: 'rejected',
          code: 'dispute-of-another-institution',
        });
      }),
    );
  });
});
