import { deliveryMoves } from '../../libs/disputes/src/domain/delivery/delivery-stage.js';
import type { DeliveryStage } from '../../libs/disputes/src/domain/delivery/delivery-event.js';
import type { NormalisedStatus } from '../../libs/disputes/src/projections/dispute-head.js';
import { projectDispute } from '../../libs/disputes/src/projections/dispute-view.js';
import type { DisputeView } from '../../libs/disputes/src/projections/dispute-view.js';
import { type State, STATE_OF_STAGE } from '../../libs/partners/src/enfinitos/enfinitos.states.js';
import { lifeUpTo, recordedLife } from './delivery-disputes.js';

/** The route that leads to each state. */
const ROUTE_TO = {
  OPENED: '`POST /v1/disputes`',
  INVESTIGATING: '`POST /v1/disputes/{id}/advance`',
  EVIDENCE_GATHERED: '`POST /v1/disputes/{id}/advance`',
  OPERATOR_RESPONDED: '`POST /v1/disputes/{id}/respond` or `…/advance`',
  ADVERTISER_RESPONDED: '`POST /v1/disputes/{id}/respond` or `…/advance`',
  ESCALATED: '`POST /v1/disputes/{id}/escalate`',
  RESOLVED: '`POST /v1/disputes/{id}/resolve`',
  WITHDRAWN: '`POST /v1/disputes/{id}/withdraw`',
} as const satisfies Record<State, string>;

const stages = Object.keys(deliveryMoves) as DeliveryStage[];

/** Returns the page on the state machine of delivery disputes, made from the table that the decider reads. */
export const stateMachineMarkdown = (): string =>
  [
    '# Delivery disputes',
    [
      'The states of an EnfinitOS dispute and every legal move between them. This page is generated from',
      '`libs/disputes/src/domain/delivery/delivery-stage.ts`, the table that the decider reads; a test',
      'fails when the page is stale. To write it again:',
    ].join('\n'),
    '```sh\nWRITE_DOCS=1 npm run test:system -- enfinitos/documentation\n```',
    '## States',
    'The status is the word that disputes of every kind share in `GET /ledger/disputes`.',
    table(['State', 'Status', 'Reached by'], stages.map(stateRow)),
    '## Legal moves',
    [
      'Any other move is answered with 409 `ILLEGAL_TRANSITION`, which names the state and the moves that',
      'are legal there. Only the actor who opened a dispute may withdraw it; anyone else gets 412',
      '`ACTOR_MISMATCH`.',
    ].join('\n'),
    table(['From \\ to', ...targets.map(stateOf)], stages.map(movesRow)),
    ['```mermaid', 'stateDiagram-v2', ...diagram().map((line) => `  ${line}`), '```'].join('\n'),
  ].join('\n\n') + '\n';

const stateOf = (stage: DeliveryStage): State => STATE_OF_STAGE[stage];

/** Every stage but the opening, which no move leads to. */
const targets = stages.filter((stage) => stage !== 'opened');

const stateRow = (stage: DeliveryStage): readonly string[] => [
  stateOf(stage),
  statusIn(stage),
  ROUTE_TO[stateOf(stage)],
];

const movesRow = (from: DeliveryStage): readonly string[] => [
  stateOf(from),
  ...targets.map((to) => (deliveryMoves[from].includes(to) ? 'yes' : '')),
];

const diagram = (): readonly string[] => [
  `[*] --> ${stateOf('opened')}`,
  ...stages.flatMap((from) => deliveryMoves[from].map((to) => `${stateOf(from)} --> ${stateOf(to)}`)),
  ...stages.filter((stage) => deliveryMoves[stage].length === 0).map((end) => `${stateOf(end)} --> [*]`),
];

/** Returns the status that the read model gives a dispute at this stage. */
const statusIn = (stage: DeliveryStage): NormalisedStatus => {
  const view = recordedLife(lifeUpTo[stage]).reduce<DisputeView | null>(projectDispute, null);
  if (view?.stage !== stage) throw new Error(`No life leads to ${stage}.`);
  return view.status;
};

/** Returns a table in Markdown, padded as Prettier pads it. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ].join('\n');
};
