import { maskPan } from '#libs/disputes';

/** Markup that was made by `html`. Any other text is escaped when it is put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template: markup, a list of it, or text, in which personal tax numbers are masked. */
export type Part = Html | readonly Html[] | string | number;

/** Returns markup in which every text is escaped, and every personal tax number in a text masked. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(
    strings.map((text, index) => text + (index < parts.length ? markupOf(parts[index] ?? '') : '')).join(''),
  );

/** Returns the text as markup, escaped but not masked: for what is checked or typed letter by letter. */
export const exact = (text: string): Html => new Html(escaped(text));

/** Returns markup of this library's own. Nothing in it comes from a partner. */
export const own = (markup: string): Html => new Html(markup);

export const NOTHING = own('');

const markupOf = (part: Part): string => {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escaped(maskPan(part));
  return typeof part === 'number' ? String(part) : part.map(({ text }) => text).join('');
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
