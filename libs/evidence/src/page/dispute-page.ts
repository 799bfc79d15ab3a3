import type { DisputeTimeline } from '#libs/disputes';
import type { JsonObject, JsonValue } from '#libs/kernel';
import { documentHtml, factsTable } from './document-html.js';
import { historyTable, warningHtml } from './history-html.js';
import { exact, type Html, html, own } from './html.js';
import { legendHtml } from './page-legend.js';
import { PAGE_STYLE } from './page-style.js';

/** What the page shows. */
export interface PageSubject {
  readonly dispute: Pick<DisputeTimeline, 'view' | 'entries' | 'resolution'>;
  readonly exportedAt: string;
  readonly exportedFor: string;
  readonly checkpoint: string;
  /** The name of the file that the page is in. */
  readonly bundle: string;
}

/**
 * Returns the dispute as an HTML page for people, with all that its timeline says and where it stands. It loads
 * nothing, runs no script, and can be printed. Personal tax numbers are masked.
 */
export const disputePage = ({
  dispute,
  exportedAt,
  exportedFor,
  checkpoint,
  bundle,
}: PageSubject): string => {
  const { view, entries, resolution } = dispute;
  const { disputeId } = view;
  const events = entries.length === 1 ? '1 event' : `${entries.length} events`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Dispute ${disputeId}</title>
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <style>
          ${own(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>Dispute ${disputeId}</h1>
          <p>
            This page tells what the ledger recorded of the dispute, up to revision ${view.revision}, as
            exported on ${exportedAt} for ${exportedFor}.
          </p>
        </header>
        <main>
          <h2>Where it stands</h2>
          ${factsTable(standingOf(dispute), 'Where it stands')}
          <h2>Warnings</h2>
          ${view.warnings.length === 0 ? html`<p>None of the latest messages contradicts another or itself.</p>` : view.warnings.map(warningHtml)}
          <h2>How it ended</h2>
          ${resolution === null ? html`<p>It has not ended.</p>` : documentHtml(withoutHead(resolution), 'How it ended')}
          <h2>Parties, claims and reports</h2>
          <p>As the latest messages have them.</p>
          ${documentHtml(withoutHead(view), 'Parties, claims and reports')}
          <h2>What happened</h2>
          <p>
            ${events}, the oldest first. Who exported this evidence before is in the ledger’s own timeline,
            and not here.
          </p>
          ${historyTable(entries)}
          <h2>What the words mean</h2>
          ${legendHtml()}
          <h2>How to verify</h2>
          ${verificationOf({ events, bundle, checkpoint })}
        </main>
      </body>
    </html> `.text;
};

const standingOf = ({
  view,
  resolution,
  entries,
}: PageSubject['dispute']): readonly (readonly [string, JsonValue])[] => [
  ['tenant', view.tenant],
  ['disputeId', view.disputeId],
  ['scheme', view.scheme],
  ['status', view.status],
  ['stage', view.stage],
  ['outcome', resolution?.outcome ?? 'none yet'],
  ['openedAt', view.openedAt],
  ['updatedAt', view.updatedAt],
  ['revision', view.revision],
  ['events', entries.length],
  ['warnings', view.warnings.length],
];

/** What the page says in its first two sections, and places in the log that are for machines. */
const HEAD = [
  'tenant',
  'disputeId',
  'scheme',
  'status',
  'stage',
  'openedAt',
  'openedPosition',
  'updatedAt',
  'revision',
  'position',
  'resolvedPosition',
];

/** Returns the document without what the page says elsewhere. The warnings of the whole dispute are one of them. */
const withoutHead = (document: object): JsonObject =>
  Object.fromEntries(
    Object.entries(document as JsonObject).filter(([name]) => !HEAD.includes(name) && name !== 'warnings'),
  );

const verificationOf = ({
  events,
  bundle,
  checkpoint,
}: Pick<PageSubject, 'bundle' | 'checkpoint'> & { readonly events: string }): Html =>
  html`<p>
      This page proves nothing. The proofs are in the files beside it: ${events} in events.jsonl, each a leaf
      of the ledger’s signed proof log. Verify them without the ledger and offline, with Node.js and a key
      that you got from the ledger’s operator and not from this file:
    </p>
    <pre>${exact(`node verify.mjs ${bundle} --trust KEY`)}</pre>
    <p>
      It says that the bundle is verified, or names the first event that is not as it was recorded. A page
      that was changed is found, too. If you kept a checkpoint of the ledger, add
      <code>--checkpoint KEPT</code>. The signed checkpoint of the proof log in this bundle:
    </p>
    <pre>${exact(checkpoint)}</pre>`;
