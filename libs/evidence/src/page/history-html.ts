import type { TimelineEntry } from '#libs/disputes';
import { type Html, html, NOTHING } from './html.js';
import { valueHtml } from './document-html.js';

/** Returns the history of the dispute as a table, with all that its timeline says of each event. */
export const historyTable = (entries: readonly TimelineEntry[]): Html =>
  html`<table class="history">
    <caption>
      What happened, oldest first
    </caption>
    <thead>
      <tr>
        <th scope="col" class="number">#</th>
        <th scope="col" class="when">Recorded</th>
        <th scope="col">What</th>
        <th scope="col" class="who">Who</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map(rowOf)}
    </tbody>
  </table>`;

const rowOf = (entry: TimelineEntry): Html =>
  html`<tr>
    <th scope="row">${entry.revision}</th>
    <td>${whenOf(entry)}</td>
    <td>${whatOf(entry)}</td>
    <td>${whoOf(entry)}</td>
  </tr>`;

const whenOf = ({ recordedAt, occurredAt, position }: TimelineEntry): Html =>
  html`${recordedAt}${
      occurredAt === null ? NOTHING : html`<br /><small>Claimed date: ${occurredAt}</small>`
    }<br /><small>Position ${position}</small>`;

const whatOf = ({ summary, type, changes, warnings, afterTerminal, eventId }: TimelineEntry): Html =>
  html`${valueHtml(summary)}${
      afterTerminal === true ? html`<div class="warning">After the end of the dispute.</div>` : NOTHING
    }${
      changes.length === 0
        ? NOTHING
        : html`<ul>
            ${changes.map(changeOf)}
          </ul>`
    }${warnings.map(warningHtml)}
    <div><small>${type}, event ${eventId}</small></div>`;

const changeOf = ({ field, from, to }: TimelineEntry['changes'][number]): Html =>
  html`<li>${field}: ${valueHtml(from)} → ${valueHtml(to)}</li>`;

const whoOf = ({ actor, holder, credentialId, authProfile }: TimelineEntry): Html =>
  html`${actor.name}${actor.role === undefined ? NOTHING : html`, ${actor.role}`}<br /><small
      >With the credential of ${holder}: ${credentialId}, proven as ${authProfile}</small
    >`;

/** Returns a warning as one block. */
export const warningHtml = ({ code, message }: TimelineEntry['warnings'][number]): Html =>
  html`<div class="warning"><strong>Warning</strong> ${code}: ${message}</div>`;
