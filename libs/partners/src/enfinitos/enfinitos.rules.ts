import { type FieldProblem, nearestOf } from '#libs/http';
import { compareInstants, instantProblem, isJsonObject, type JsonObject, type JsonValue } from '#libs/kernel';
import { rulesUnder } from '../field-rules.js';
import { adjustmentProblems } from './enfinitos.adjustment.js';
import { ADVANCE_STATES, KINDS } from './enfinitos.states.js';

// The rules between fields read the body as it was sent: they report beside the problems of single fields, so
// they say nothing of a field that has a problem of its own.

const when = rulesUnder('');

const member = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const isInstant = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && instantProblem(value) === undefined;

/** An optional list may also be null. */
const isEmpty = (value: JsonValue | undefined): boolean =>
  value == null || (Array.isArray(value) && value.length === 0);

/**
 * Returns the broken rules between fields of an opening. A period that ends after `now` cannot be disputed
 * yet.
 */
export const openingProblems = (sent: JsonObject, now: Date): readonly FieldProblem[] => {
  const end = member(sent['disputedPeriod'], 'end');
  return [
    ...periodProblems(sent['disputedPeriod'], 'disputedPeriod'),
    ...when(
      isInstant(end) && compareInstants(end, now.toISOString()) > 0,
      'disputedPeriod.end',
      'must not be in the future',
    ),
    ...when(
      isJsonObject(sent['affectedSurface']) &&
        SURFACE_IDS.every((id) => isEmpty(member(sent['affectedSurface'], id))),
      'affectedSurface',
      `must name a campaignId, a substrateId or at least one of screenIds${hintIn(sent['affectedSurface'], SURFACE_IDS)}`,
    ),
    ...evidenceProblems(sent['evidenceBundle']),
  ];
};

const SURFACE_IDS = ['campaignId', 'screenIds', 'substrateId'] as const;

/** Returns which of the fields was probably meant by an unknown one; empty if none was. */
const hintIn = (holder: JsonValue | undefined, fields: readonly string[]): string => {
  const unknown = isJsonObject(holder) ? Object.keys(holder).filter((name) => !fields.includes(name)) : [];
  for (const name of unknown) {
    const meant = nearestOf(name, fields);
    if (meant !== undefined) return `; it has ${JSON.stringify(name)}: is ${meant} meant?`;
  }
  return '';
};

const periodProblems = (period: JsonValue | undefined, at: string): readonly FieldProblem[] => {
  const [start, end] = [member(period, 'start'), member(period, 'end')];
  return when(
    isInstant(start) && isInstant(end) && compareInstants(end, start) <= 0,
    `${at}.end`,
    'must be after start',
  );
};

const EVIDENCE_LISTS = ['proofPackIds', 'meteringSnapshotIds', 'settlementApplicationIds'] as const;

const EVIDENCE_RULE =
  'must name at least one of proofPackIds, meteringSnapshotIds and settlementApplicationIds';

/** The beginning of the message about an opening without evidence. */
export const LACK_OF_EVIDENCE = `evidenceBundle ${EVIDENCE_RULE}`;

/** Attachments and a report do not count (docs/vendors/enfinitos.md, "Evidence"). */
const evidenceProblems = (bundle: JsonValue | undefined): readonly FieldProblem[] =>
  when(
    (bundle == null || isJsonObject(bundle)) && EVIDENCE_LISTS.every((list) => isEmpty(member(bundle, list))),
    'evidenceBundle',
    EVIDENCE_RULE + hintIn(bundle, EVIDENCE_LISTS),
  );

/** The state that each response leads to. */
const STATE_OF_RESPONSE = {
  operatorResponse: 'OPERATOR_RESPONDED',
  advertiserResponse: 'ADVERTISER_RESPONDED',
} as const;

/** Returns the broken rules of an advance: a state has its own response, and no other. */
export const advanceProblems = (sent: JsonObject): readonly FieldProblem[] => [
  ...responseProblems(sent, 'operatorResponse'),
  ...periodProblems(
    member(member(sent['operatorResponse'], 'proposedRemedy'), 'makegoodWindow'),
    'operatorResponse.proposedRemedy.makegoodWindow',
  ),
  ...responseProblems(sent, 'advertiserResponse'),
  ...when(
    member(sent['advertiserResponse'], 'proposedRemedy') != null,
    'advertiserResponse.proposedRemedy',
    'contradicts advertiserResponse: only the operator proposes a remedy, in operatorResponse',
  ),
];

const responseProblems = (
  sent: JsonObject,
  field: keyof typeof STATE_OF_RESPONSE,
): readonly FieldProblem[] => {
  const toState = wordIn(ADVANCE_STATES, sent['toState']);
  const state = STATE_OF_RESPONSE[field];
  return [
    ...when(sent[field] == null && toState === state, field, `is required when toState is ${state}`),
    ...when(
      sent[field] != null && toState !== undefined && toState !== state,
      field,
      `contradicts toState ${toState}: it is part of the move to ${state}`,
    ),
    ...actorProblems([sent['actor'], member(sent[field], 'by')], `${field}.by`),
  ];
};

/** Returns the broken rules of a response by the side that `role` names. */
export const respondProblems = (sent: JsonObject): readonly FieldProblem[] => [
  ...periodProblems(member(sent['proposedRemedy'], 'makegoodWindow'), 'proposedRemedy.makegoodWindow'),
  ...when(
    sent['role'] === 'advertiser' && sent['proposedRemedy'] != null,
    'proposedRemedy',
    'contradicts role advertiser: only the operator proposes a remedy',
  ),
  ...actorProblems([sent['actor'], sent['by']], 'by'),
];

/** The fields that belong to one kind of resolution, and whether it requires them. */
const FIELDS_OF_KIND = [
  { field: 'creditNoteId', owner: 'CREDIT_ISSUED', isRequired: true },
  { field: 'makegoodCampaignId', owner: 'MAKEGOOD_DELIVERED', isRequired: true },
  { field: 'settlementAdjustment', owner: 'SETTLEMENT_ADJUSTMENT', isRequired: true },
  { field: 'originalApplicationId', owner: 'SETTLEMENT_ADJUSTMENT', isRequired: false },
] as const;

/** Returns the broken rules of a resolution: a kind has its own fields, and no others. */
export const resolutionProblems = (sent: JsonObject): readonly FieldProblem[] => {
  const kind = wordIn(KINDS, sent['kind']);
  const adjustment = sent['settlementAdjustment'];
  const isAdjusted = kind === undefined || kind === 'SETTLEMENT_ADJUSTMENT';
  return [
    ...FIELDS_OF_KIND.flatMap(({ field, owner, isRequired }) => [
      ...when(
        isRequired && sent[field] == null && kind === owner,
        field,
        `is required when kind is ${owner}`,
      ),
      ...when(
        sent[field] != null && kind !== undefined && kind !== owner,
        field,
        `contradicts kind ${kind}: it is part of kind ${owner}`,
      ),
    ]),
    ...(isAdjusted && isJsonObject(adjustment) ? adjustmentProblems(adjustment) : []),
    ...actorProblems([sent['actor'], sent['resolvedBy']], 'resolvedBy'),
  ];
};

/** Both names of the actor may be sent, as long as they agree. */
const actorProblems = (
  [actor, other]: readonly (JsonValue | undefined)[],
  field: string,
): readonly FieldProblem[] =>
  when(
    typeof actor === 'string' && typeof other === 'string' && actor.trim() !== other.trim(),
    field,
    'contradicts actor: both say who acts, so send one of them or the same name in both',
  );

/** Returns the value if it is one of the words: a rule about another one would be a guess. */
const wordIn = <Word extends string>(
  words: readonly Word[],
  value: JsonValue | undefined,
): Word | undefined => words.find((word) => word === value);
