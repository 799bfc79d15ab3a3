import { isJsonObject, type JsonObject, type JsonValue } from '#libs/kernel';
import { exact, type Html, html, NOTHING } from './html.js';

/** Words that are not made from the names of the fields: `awardedOn` becomes `Awarded on` by itself. */
const TITLES: Readonly<Record<string, string>> = {
  appointments: 'Arbitrators',
  report: 'Latest report',
  reportCount: 'Reports filed',
  updateCount: 'Updates recorded',
  lastUpdate: 'Latest update',
  lastStatus: 'Latest message about the status',
  pan: 'PAN (masked)',
  onBehalfOfPan: 'On behalf of, PAN (masked)',
  poNumber: 'PO number',
  ending: 'How it was closed',
  evidenceDigest: 'Digest of the evidence (SHA-256)',
};

/**
 * Returns a document as tables: one for its plain values, then one section for each object or list in it. Every
 * field of it is shown, whatever the kind of dispute.
 */
export const documentHtml = (document: JsonObject, caption: string, level = 3): Html => {
  const members = Object.entries(document).filter(isGiven);
  const plain = members.filter(([, value]) => isPlain(value));
  const nested = members.filter(([, value]) => !isPlain(value));
  return html`${plain.length === 0 ? NOTHING : factsTable(plain, caption)}
  ${nested.map(([name, value]) => sectionHtml(titleOf(name), value, level))}`;
};

/** Returns a table with a row for each fact. */
export const factsTable = (facts: readonly (readonly [string, JsonValue])[], caption: string): Html =>
  html`<table class="facts">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${facts.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${titleOf(name)}</th>
            <td>${valueHtml(value)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

const isGiven = (member: [string, JsonValue | undefined]): member is [string, JsonValue] =>
  member[1] !== undefined;

/** Returns whether the value fits into a cell: no object, and no list of objects. */
const isPlain = (value: JsonValue): boolean =>
  Array.isArray(value)
    ? value.every((item) => typeof item !== 'object' || item === null)
    : !isJsonObject(value);

const sectionHtml = (title: string, value: JsonValue, level: number): Html =>
  html`${heading(level, title)}
  ${isJsonObject(value) ? documentHtml(value, title, level + 1) : rowsTable(itemsOf(value), title)}`;

const heading = (level: number, title: string): Html => {
  const tag = exact(`h${Math.min(level, 6)}`);
  return html`<${tag}>${title}</${tag}>`;
};

const itemsOf = (value: JsonValue): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : [value];

/** Returns a list of objects as one table, with a column for each field that any of them has. */
const rowsTable = (items: readonly JsonValue[], caption: string): Html => {
  const rows = items.map((item) => (isJsonObject(item) ? item : { value: item }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return html`<table class="rows">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${titleOf(column)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${columns.map((column) => html`<td>${valueHtml(row[column] ?? null)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
};

/** Returns a value as people read it. What is neither plain nor empty is shown as JSON. */
export const valueHtml = (value: JsonValue): Html => {
  if (value === null || value === '') return html`<span class="none">not stated</span>`;
  if (typeof value === 'boolean') return value ? html`yes` : html`no`;
  if (typeof value === 'string' || typeof value === 'number') return html`<span class="text">${value}</span>`;
  const items = itemsOf(value);
  if (items.length === 0) return html`<span class="none">none</span>`;
  if (!isPlain(value)) return html`<code>${JSON.stringify(value)}</code>`;
  return html`<ul>
    ${items.map((item) => html`<li>${valueHtml(item)}</li>`)}
  </ul>`;
};

/** Returns the name of a field as words: `awardedOn` as `Awarded on`. Names that people chose stay as they are. */
const titleOf = (name: string): string => {
  const known = Object.hasOwn(TITLES, name) ? TITLES[name] : undefined;
  if (known !== undefined) return known;
  if (!/^[a-z]+(?:[A-Z][a-z]*)+$|^[a-z]+$/.test(name)) return name;
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
