/** A timeline as the ledger's API returns it. */
export interface Timeline {
  readonly tenant: string;
  readonly disputeId: string;
  readonly entries: readonly TimelineEntry[];
}

interface TimelineEntry {
  readonly revision: string;
  readonly summary: string;
  readonly occurredAt: string | null;
  readonly recordedAt: string;
  readonly actor: { readonly name: string; readonly role?: string };
  readonly authority: {
    readonly credentialId: string;
    readonly holder: string;
    readonly authProfile: string;
  };
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** Returns the timeline for a terminal: one line per entry, and below it the author, changes and warnings. */
export const timelineText = ({ tenant, disputeId, entries }: Timeline): string =>
  [`${disputeId}  (tenant ${tenant})`, ...entries.flatMap(entryLines)].join('\n');

const entryLines = (entry: TimelineEntry): readonly string[] => [
  `  ${entry.revision.padStart(4)}  ${entry.recordedAt.replace('T', ' ').slice(0, 19)}  ${(entry.occurredAt ?? '').padEnd(10)}  ${entry.summary}`,
  `${INDENT}by ${entry.actor.name}${entry.actor.role === undefined ? '' : `, ${entry.actor.role}`}; proven: ${entry.authority.holder}, credential ${entry.authority.credentialId} (${entry.authority.authProfile})`,
  ...entry.changes.map(({ field, from, to }) => `${INDENT}${field}: ${String(from)} → ${String(to)}`),
  ...entry.warnings.map(({ message }) => `${INDENT}! ${message}`),
];

const INDENT = ' '.repeat(41);
