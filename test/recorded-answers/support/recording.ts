import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withChangedTexts } from './changed-texts.js';
import { Placeholders, type Settled, type Told, valuesIn } from './placeholders.js';

/** One answer as it came. */
export interface Taken {
  readonly name: string;
  readonly told: Readonly<Record<string, Told>>;
}

/** All answers of one run, and the texts that belong to that run only. */
export interface Run {
  readonly taken: readonly Taken[];
  readonly local: ReadonlyMap<string, string>;
}

/** The answers of an area by name, each as text that can be compared line by line. */
export type Recording = ReadonlyMap<string, string>;

interface RecordingFile {
  /** The headers of an answer that lists no others; null in an answer means that the header is missing. */
  readonly usualHeaders: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, object>>;
}

const pathOf = (area: string): string => fileURLToPath(new URL(`../recording/${area}.json`, import.meta.url));

/** Formats as JSON, breaking up only what does not fit on one line. */
const textOf = (value: unknown, indent = ''): string => {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= MAX_LINE) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => deeper + textOf(item, deeper))
    : Object.entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${textOf(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open ?? ''}\n${parts.join(',\n')}\n${indent}${close ?? ''}`;
};

const MAX_LINE = 120;

/**
 * Reads the recorded answers of an area, in the order of their requests, and applies the texts that were changed on
 * purpose since.
 *
 * @throws Error when nothing was recorded.
 */
export const recorded = (area: string): Recording => {
  const { answers } = fileOf(area);
  return new Map(
    Object.entries(answers).map(([name, answer]) => [name, textOf(withChangedTexts(name, answer))]),
  );
};

const fileOf = (area: string): RecordingFile =>
  JSON.parse(readFileSync(pathOf(area), 'utf8')) as RecordingFile;

/** Brings the answers of a run into the form in which the others are recorded. */
export const asRecorded = (area: string, run: Run): Recording => {
  const { usualHeaders, answers: known } = fileOf(area);
  const answers = withoutUsual(readable(run, valuesIn(known)), usualHeaders);
  return new Map(Object.entries(answers).map(([name, answer]) => [name, textOf(answer)]));
};

/** The digest of a bundle, which has the verifier of the build that made it. */
const BUNDLE = /(?:bundleSha256\W+|was exported(?: as [^,]+)?, SHA-256 )([0-9a-f]{64})/g;

/** Returns the values that two runs have in common: they follow from the requests and are recorded as they are. */
export const lastingIn = ([one, other]: readonly [Run, Run]): Settled['lasting'] => {
  const others = valuesIn(other.taken);
  const bundles = new Set([...JSON.stringify(one.taken).matchAll(BUNDLE)].map(([, digest]) => digest));
  return new Set([...valuesIn(one.taken)].filter((value) => others.has(value) && !bundles.has(value)));
};

/** Writes the recording of an area. */
export const record = (area: string, run: Run, lasting: Settled['lasting']): void => {
  const answers = readable(run, lasting);
  const usualHeaders = usualHeadersOf(Object.values(answers));
  const file: RecordingFile = { usualHeaders, answers: withoutUsual(answers, usualHeaders) };
  writeFileSync(pathOf(area), `${textOf(file)}\n`);
};

/** Returns the text that a run would be recorded as, headers included. */
export const readingOf = (run: Run, lasting: Settled['lasting']): string => textOf(readable(run, lasting));

type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const readable = ({ taken, local }: Run, lasting: Settled['lasting']): Answers => {
  const placeholders = new Placeholders({ lasting, local });
  const answers: Record<string, Record<string, unknown>> = {};
  for (const { name, told } of taken)
    answers[name] = shown(placeholders.replace(told, name)) as Record<string, unknown>;
  return answers;
};

/**
 * Makes text readable without losing a byte: JSON becomes a value if `JSON.stringify` writes it exactly like that, and
 * any other text of several lines becomes a list of lines.
 */
const shown = (told: Told): unknown => {
  if (typeof told === 'string') return shownText(told);
  if (typeof told === 'number' || told === null) return told;
  return Object.fromEntries(Object.entries(told).map(([name, part]) => [name, shown(part)]));
};

const shownText = (text: string): unknown => {
  const json = compactJson(text);
  if (json !== undefined) return { json };
  const lines = text.split('\n');
  if (lines.length === 1) return text;
  const values = lines.slice(0, -1).map(compactJson);
  const isJsonLines = lines.at(-1) === '' && values.every((value) => value !== undefined);
  return isJsonLines ? { jsonLines: values } : { lines };
};

/** Returns undefined for anything but an object or a list, and for bytes that `JSON.stringify` would not write. */
const compactJson = (text: string): object | undefined => {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as object;
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
};

const headersIn = (answer: Answers[string] | undefined): Readonly<Record<string, string>> | undefined =>
  answer?.['headers'] as Readonly<Record<string, string>> | undefined;

/** Returns the headers that more than half of the answers have. */
const usualHeadersOf = (answers: readonly Answers[string][]): Readonly<Record<string, string>> => {
  const all = answers.map(headersIn).filter((headers) => headers !== undefined);
  const counts = new Map<string, number>();
  for (const headers of all)
    for (const header of Object.entries(headers)) {
      const key = JSON.stringify(header);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const usual = [...counts].filter(([, count]) => count * 2 > all.length);
  return Object.fromEntries(usual.map(([key]) => JSON.parse(key) as [string, string]));
};

const withoutUsual = (answers: Answers, usual: Readonly<Record<string, string>>): Answers =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => {
      const headers = headersIn(answer);
      if (headers === undefined) return [name, answer];
      const others = Object.entries(headers).filter(([header, value]) => usual[header] !== value);
      const missing = Object.keys(usual).filter((header) => headers[header] === undefined);
      const unusual = {
        ...Object.fromEntries(others),
        ...Object.fromEntries(missing.map((header) => [header, null])),
      };
      return [name, { ...answer, headers: unusual }];
    }),
  );
