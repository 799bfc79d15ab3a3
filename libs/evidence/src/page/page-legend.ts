import { type Html, html } from './html.js';

/** What each column and each word of the page means. */
const WORDS: readonly (readonly [string, string])[] = [
  [
    '#',
    'The revision: the place of the event in the history of this dispute, from 0 on without gaps. Event 0 is the first line of events.jsonl and the file leaves/00000000.json.',
  ],
  ['Recorded', 'When the ledger recorded the event, by its own clock, in UTC.'],
  [
    'Claimed date',
    'The day on which something happened, as the message claims. The ledger did not see it happen.',
  ],
  ['Position', 'The place of the event in the whole log of the ledger, among those of other disputes.'],
  [
    'What',
    'The event as a sentence, then each field that it changed, from its value before to the one after.',
  ],
  [
    'Who',
    'The person or the institution that the message names as the one who acted. The name is claimed by whoever sent it.',
  ],
  [
    'Credential',
    'What was proven: who holds the key that the message came with, the id of that key, and how it was proven. “documented” and “strict” are signed tokens, “api-key” is a secret key, “command-line” is the operator.',
  ],
  [
    'Warning',
    'A contradiction in what was reported, such as an award before an appointment. The message was recorded nevertheless: the ledger decides nothing.',
  ],
  ['After the end', 'The event was recorded after the dispute had ended.'],
  [
    'Status',
    'Where the dispute stands, in words that all kinds of disputes share: open, in-progress, awaiting-party, escalated, resolved or withdrawn.',
  ],
  ['Stage', 'Where the dispute stands, in the words of the interface by which it came.'],
  ['Scheme', 'The interface by which the dispute came.'],
  ['Not stated', 'No message gave the field a value, or the last one took it away.'],
  [
    'Masked',
    'Personal tax numbers (PAN) are shown as in ABXXXXXX4H. They are whole in the events, in the files beside this page.',
  ],
];

/** Returns the list that explains the page. */
export const legendHtml = (): Html =>
  html`<dl>
    ${WORDS.map(
      ([word, meaning]) =>
        html`<dt>${word}</dt>
          <dd>${meaning}</dd>`,
    )}
  </dl>`;
