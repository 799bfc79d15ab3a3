import type { TimelineEntry } from '#libs/disputes';

/** What the page shows. */
export interface PageSubject {
  readonly tenant: string;
  readonly disputeId: string;
  readonly status: string;
  readonly scheme: string;
  readonly exportedAt: string;
  readonly exportedFor: string;
  readonly checkpoint: string;
  /** The name of the file that the page is in. */
  readonly bundle: string;
  readonly entries: readonly TimelineEntry[];
}

const STYLE = `body{font:11pt/1.45 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111}
h1{font-size:1.5em}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:.35em .6em .35em 0;
text-align:left;vertical-align:top}pre{white-space:pre-wrap;word-break:break-all;background:#f4f4f4;padding:.8em}
small{color:#555}tr{break-inside:avoid}@media print{body{margin:0;max-width:none}}`;

/** Returns the dispute as an HTML page for people. It loads nothing, runs no script, and can be printed. */
export const disputePage = (subject: PageSubject): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dispute ${escaped(subject.disputeId)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>Dispute ${escaped(subject.disputeId)}</h1>
<p>Tenant ${escaped(subject.tenant)}, scheme ${escaped(subject.scheme)}, status ${escaped(subject.status)}. Exported
${escaped(subject.exportedAt)} for ${escaped(subject.exportedFor)}. Personal tax numbers are masked on this page, but
not in the events in the files beside it.</p>
<h2>What happened</h2>
<table><thead><tr><th>#</th><th>Recorded</th><th>What</th><th>Who</th></tr></thead><tbody>
${subject.entries.map(rowOf).join('\n')}
</tbody></table>
<h2>What can be verified</h2>
<p>Each of the ${subject.entries.length} events is a leaf of the ledger's signed proof log. This page proves nothing: the
proofs are in the files beside it. Verify them without the ledger and offline, with a key that you got from its
operator:</p>
<pre>node verify.mjs ${escaped(subject.bundle)} --trust KEY</pre>
<p>The signed checkpoint of the proof log:</p>
<pre>${escaped(subject.checkpoint)}</pre>
</body></html>
`;

const rowOf = ({ revision, recordedAt, summary, actor, holder, occurredAt }: TimelineEntry): string =>
  `<tr><td>${escaped(revision)}</td><td>${escaped(recordedAt)}${
    occurredAt === null ? '' : `<br><small>claimed date: ${escaped(occurredAt)}</small>`
  }</td><td>${escaped(summary)}</td><td>${escaped(actor.name)}<br><small>with the credential of ${escaped(holder)}</small></td></tr>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
