import { createScanner, type JSONScanner } from 'jsonc-parser';
import { inexactnessOf } from './exact-number.js';
import { JsonScan } from './json-scan.js';
import { limits } from '../limits.js';
import { type FieldProblem, invalidRequest, RequestProblem } from '../request-problem.js';

/** Where the JSON text stands: the JSON pointer and the name of the field that holds it; empty for the body. */
export interface JsonPlace {
  readonly path: string;
  readonly name: string;
}

/** The scanner's kinds of tokens: its enum exists for the compiler only. */
const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  text: 10,
  number: 11,
  end: 17,
} as const;

const BODY: JsonPlace = { path: '', name: '' };

/**
 * Returns the value of strict JSON (RFC 8259) that every reader reads alike (RFC 7493): no name twice in an
 * object, no number that a double changes, no half of a surrogate pair; within the limits, and with nothing
 * that reaches a prototype. JSON text inside a body goes through here, too: it is as dangerous as the body.
 *
 * @throws RequestProblem `malformed-json`, or `invalid-request` that names what cannot be read and where.
 */
export const readJson = (text: string, place: JsonPlace = BODY): unknown => {
  const value = parsed(text, place);
  if (isPlain(text, value)) return value;
  const problems = problemsIn(text, place);
  if (problems.length > 0) throw invalidRequest(problems);
  return value;
};

/** What the writing of a value does not show to be harmless. */
const NEEDS_A_SCAN = /\\u|\d{16}|\d[eE][+\d]|prototype|__proto__/;

/**
 * Returns whether the text is exactly how its value is written: then no name was given twice and no number was
 * changed. Most programs send such text, and writing it costs a fifth of a scan.
 */
const isPlain = (text: string, value: unknown): boolean =>
  text.length <= limits.maxPlainJsonLength &&
  text.split('{').length + text.split('[').length <= limits.maxJsonDepth &&
  !NEEDS_A_SCAN.test(text) &&
  JSON.stringify(value) === text;

const parsed = (text: string, { path, name }: JsonPlace): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    if (path === '') throw new RequestProblem('malformed-json', 'Malformed JSON body');
    throw invalidRequest([{ path, message: `${name} must be well-formed JSON` }]);
  }
};

/** Scans the text, because the parsed value no longer shows what was lost. The text is known to be JSON. */
const problemsIn = (text: string, place: JsonPlace): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const scan = new JsonScan();
  const scanner = createScanner(text, true);
  const nextToken = (): number => scanner.scan();
  for (let token = nextToken(); token !== TOKEN.end; token = nextToken()) {
    const exceeded = move(scan, token);
    if (exceeded !== undefined)
      return [{ path: place.path, message: `${nameOf([], place)} ${EXCEEDED[exceeded]}` }];
    const problem = problemAt(scan, { token, scanner });
    if (problem === undefined) continue;
    const at = scan.path();
    problems.push({ path: pointerOf(at, place), message: `${nameOf(at, place)} ${problem}` });
  }
  return problems;
};

const EXCEEDED = {
  parts: `must have at most ${limits.maxJsonNodes} members and items`,
  depth: `must have at most ${limits.maxJsonDepth} levels`,
} as const;

const move = (scan: JsonScan, token: number): keyof typeof EXCEEDED | undefined => {
  switch (token) {
    case TOKEN.openBrace:
      return scan.enter('object');
    case TOKEN.openBracket:
      return scan.enter('list');
    case TOKEN.closeBrace:
    case TOKEN.closeBracket:
      scan.leave();
      return undefined;
    case TOKEN.comma:
      scan.next();
      return undefined;
    case TOKEN.colon:
      return undefined;
    default:
      return scan.count();
  }
};

const problemAt = (
  scan: JsonScan,
  { token, scanner }: { readonly token: number; readonly scanner: JSONScanner },
): string | undefined => {
  if (token === TOKEN.number) return problemOfNumber(scanner.getTokenValue());
  if (token !== TOKEN.text) return undefined;
  const text = scanner.getTokenValue();
  if (scan.isAtName()) return problemOfName(scan, text);
  return text.isWellFormed() ? undefined : HALF_A_PAIR;
};

const HALF_A_PAIR = 'must not have half of a surrogate pair';

const problemOfName = (scan: JsonScan, name: string): string | undefined => {
  if (scan.name(name)) return 'is given twice: an object has each name once';
  if (!name.isWellFormed()) return `${HALF_A_PAIR} in its name`;
  const reachesPrototype =
    name === '__proto__' || (name === 'prototype' && scan.path().at(-2) === 'constructor');
  return reachesPrototype ? 'has a name that no member may have' : undefined;
};

const NUMBER_PROBLEMS = {
  'too-large': 'is too large: a number is at most 1.7976931348623157e308',
  'unsafe-integer': `must be at most ${Number.MAX_SAFE_INTEGER}, or text: larger numbers lose digits`,
  'too-many-digits': 'has more digits than a number keeps: send at most 15, or text',
} as const;

const problemOfNumber = (text: string): string | undefined => {
  const inexactness = inexactnessOf(text);
  return inexactness === undefined ? undefined : NUMBER_PROBLEMS[inexactness];
};

type Path = readonly (string | number)[];

const pointerOf = (at: Path, { path }: JsonPlace): string =>
  [path, ...at.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))]
    .join('/')
    .toWellFormed();

/** Returns the place as people write it, as in `affectedSurface.screenIds[1]`. */
const nameOf = (at: Path, { name }: JsonPlace): string => {
  const written = at.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const member = part === '' ? '""' : part;
    return text === '' ? member : `${text}.${member}`;
  }, name);
  return written === '' ? 'The body' : written.toWellFormed();
};
