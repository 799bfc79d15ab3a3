import type { Columns } from '#libs/csv';
import { jsonLine } from '#libs/kernel';
import type {
  activityAnswer,
  disputeAnswer,
  eventAnswer,
  resolutionAnswer,
  timelineAnswer,
} from '../ledger-api.translate.js';
import type { DisputeKey } from '../past-disputes.js';

/*
 * The columns of every list, in their order. They are documented in docs/lists.md: new ones come last.
 */

type EntryAnswer = ReturnType<typeof timelineAnswer>;
type TimelineRow = DisputeKey & EntryAnswer & { readonly stream: string };

/** The columns of an entry of the timeline, of which those of the activity and of a dispute begin. */
const entryColumns: Columns<Omit<ReturnType<typeof activityAnswer>, 'proof'>> = {
  recordedAt: ({ recordedAt }) => recordedAt,
  position: ({ position }) => BigInt(position),
  tenant: ({ tenant }) => tenant,
  disputeId: ({ disputeId }) => disputeId,
  revision: ({ revision }) => BigInt(revision),
  type: ({ type }) => type,
  summary: ({ summary }) => summary,
  actor: ({ actor }) => actor.name,
  role: ({ actor }) => actor.role ?? null,
  holder: ({ authority }) => authority.holder,
  credentialId: ({ authority }) => authority.credentialId,
  authProfile: ({ authority }) => authority.authProfile,
  occurredAt: ({ occurredAt }) => occurredAt,
  eventId: ({ eventId }) => eventId,
  correlationId: ({ correlationId }) => correlationId,
  stream: ({ stream }) => stream,
};

type Answer = ReturnType<typeof activityAnswer>;

export const activityColumns: Columns<Answer> = {
  ...entryColumns,
  details: ({ details }) => (details === undefined ? null : jsonLine(details)),
};

export const timelineColumns: Columns<TimelineRow> = {
  ...entryColumns,
  changes: ({ changes }) => jsonLine(changes),
  warnings: ({ warnings }) => jsonLine(warnings),
  details: ({ details }) => (details === undefined ? null : jsonLine(details)),
};

type DisputeRow = ReturnType<typeof disputeAnswer> & { readonly heldBack?: object };

export const disputeColumns: Columns<DisputeRow> = {
  tenant: ({ tenant }) => tenant,
  disputeId: ({ disputeId }) => disputeId,
  scheme: ({ scheme }) => scheme,
  status: ({ status }) => status,
  stage: ({ stage }) => stage,
  openedAt: ({ openedAt }) => openedAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  revision: ({ revision }) => BigInt(revision),
  position: ({ position }) => BigInt(position),
  warnings: ({ warnings }) => warnings.map(({ code }) => code).join(' '),
  details: (dispute) => jsonLine(detailsOf(dispute)),
};

const HEAD = [
  'tenant',
  'disputeId',
  'scheme',
  'status',
  'stage',
  'openedAt',
  'updatedAt',
  'revision',
  'position',
] as const;

/** Returns what the other columns do not have: the dispute in the words of its kind. */
const detailsOf = (dispute: DisputeRow): object =>
  Object.fromEntries(Object.entries(dispute).filter(([member]) => !HEAD.some((column) => column === member)));

export const resolutionColumns: Columns<ReturnType<typeof resolutionAnswer>> = {
  tenant: ({ tenant }) => tenant,
  disputeId: ({ disputeId }) => disputeId,
  scheme: ({ scheme }) => scheme,
  outcome: ({ outcome }) => outcome,
  isValid: ({ isValid }) => isValid,
  code: ({ code }) => code,
  text: ({ text }) => text,
  resolvedBy: ({ resolvedBy }) => resolvedBy,
  resolvedAt: ({ resolvedAt }) => resolvedAt,
  position: ({ position }) => BigInt(position),
};

type EventRow = ReturnType<typeof eventAnswer>;

export const eventColumns: Columns<EventRow> = {
  recordedAt: (event) => textIn(event, 'recordedAt'),
  position: ({ position }) => BigInt(position),
  tenant: (event) => textIn(event, 'tenant'),
  stream: ({ stream }) => stream,
  revision: ({ revision }) => BigInt(revision),
  type: ({ type }) => type,
  actor: ({ metadata }) => textOf(actorIn(metadata)?.name),
  role: ({ metadata }) => textOf(actorIn(metadata)?.role),
  holder: (event) => textIn(event, 'holder'),
  credentialId: (event) => textIn(event, 'credentialId'),
  authProfile: (event) => textIn(event, 'authProfile'),
  eventId: ({ id }) => id,
  correlationId: (event) => textIn(event, '$correlationId'),
  data: ({ data }) => jsonLine(data),
  metadata: ({ metadata }) => jsonLine(metadata),
};

/** Events of other tools may have anything in their metadata, or nothing. */
const textIn = ({ metadata }: EventRow, field: keyof EventRow['metadata']): string | null =>
  textOf((metadata as Readonly<Record<string, unknown>>)[field]);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const actorIn = (metadata: object): { readonly name?: unknown; readonly role?: unknown } | undefined =>
  'actor' in metadata && typeof metadata.actor === 'object' && metadata.actor !== null
    ? metadata.actor
    : undefined;
