/** What was kept of one answer: text, a number, or several of them by name. */
export type Told = string | number | null | { readonly [name: string]: Told };

/**
 * The kinds of values that are random or made with a fresh key, and how they are written. Nothing else is replaced:
 * times are set (see `preset-clock.ts`), and positions and revisions are counted.
 */
const KINDS = {
  uuid: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/,
  /** A UUID in capitals. */
  capitals: /\b[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\b/,
  /** In hexadecimal; 64 zeros stand for no event, and are no digest. */
  sha256: /\b(?!0{64})[0-9a-f]{64}\b/,
  /** A key id and an Ed25519 signature in base64, as in a signed note. */
  signature: /(?<![\w+/=])[A-Za-z0-9+/]{91}=(?![\w+/=])/,
  /** SHA-256 in base64. */
  hash: /(?<![\w+/=])[A-Za-z0-9+/]{43}=(?![\w+/=])/,
  /** SHA-256 in base64url, in quotes; with a capital, which no name of ours has that is as long. */
  tag: /(?<=")(?=[^"]*[A-Z])[\w-]{43}(?=\\*")/,
  key: /\b(?:dl|bt|sk_live)_[\w-]{43}(?![\w-])/,
  token: /\beyJ[\w-]+\.[\w-]+\.[\w-]+/,
  pem: /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/,
  keyid: /\bdemo-[0-9a-f]{8}\b(?!-)/,
} as const;

const VALUE = new RegExp(
  Object.entries(KINDS)
    .map(([kind, { source }]) => `(?<${kind}>${source})`)
    .join('|'),
  'g',
);

/** Figures that depend on the speed of the machine or on the size of the verifier, by the words around them. */
const FIGURES = [
  [/(?<="bytes":)\d+/g, '"<bytes>"'],
  [/(("|&quot;)(?:durationMs|writePauseMs)\2: ?)\d+(?:\.\d+)?/g, '$1"<ms>"'],
  [/(?<= replayed in )\d+\.\d(?= s\.)/g, '<seconds>'],
  [/(?<=; the projections waited )\d+(?:\.\d+)?(?= ms\.)/g, '<ms>'],
  // Progress is printed when a phase begins, and then once a second.
  [/^((\w+): 1 events\n)(?:\2: \d+ events\n)+/gm, '$1'],
] as const;

/** Returns every value of such a kind, at any depth, names included. */
export const valuesIn = (told: unknown): ReadonlySet<string> => {
  if (typeof told === 'string') return new Set(told.match(VALUE) ?? []);
  if (typeof told !== 'object' || told === null) return new Set();
  return new Set(Object.entries(told).flatMap((member) => member.flatMap((part) => [...valuesIn(part)])));
};

export interface Settled {
  /** Values that stay, because they follow from the requests and are the same in every run. */
  readonly lasting: ReadonlySet<string>;
  /** Placeholders of texts that belong to this run, such as its directory. */
  readonly local: ReadonlyMap<string, string>;
}

/**
 * Replaces each value that differs between runs with, for example, `<uuid 2 of some-answer>`: the second UUID that first
 * came up in `some-answer`. A value has the same placeholder wherever it comes up, so that equal values must stay equal,
 * and an answer that is added later does not rename the values of the others.
 */
export class Placeholders {
  private readonly known = new Map<string, string>();

  constructor(private readonly settled: Settled) {}

  /** @param name of the answer, which new values are named after. */
  replace(told: Told, name: string): Told {
    const counts = new Map<string, number>();
    const replaceIn = (part: Told): Told => {
      if (typeof part === 'string') return this.replaced(part, (kind) => next(counts, kind, name));
      if (typeof part === 'number' || part === null) return part;
      return Object.fromEntries(
        Object.entries(part).map(([key, member]) => [
          this.replaced(key, (kind) => next(counts, kind, name)),
          replaceIn(member),
        ]),
      );
    };
    return replaceIn(told);
  }

  private replaced(text: string, newName: (kind: string) => string): string {
    let result = text;
    for (const [local, placeholder] of this.settled.local) result = result.replaceAll(local, placeholder);
    for (const [pattern, replacement] of FIGURES) result = result.replace(pattern, replacement);
    result = result.replace(VALUE, (value, ...rest) => {
      if (this.settled.lasting.has(value)) return value;
      const groups = rest.at(-1) as Record<string, string | undefined>;
      const kind = Object.keys(groups).find((candidate) => groups[candidate] !== undefined) ?? '';
      const placeholder = this.known.get(value) ?? newName(kind);
      this.known.set(value, placeholder);
      return placeholder;
    });
    return this.withBeginnings(result);
  }

  /** Replaces the end of Billtrust's dispute codes: the first eight digits of the dispute's id, in capitals. */
  private withBeginnings(text: string): string {
    return text.replace(/(?<=\bD-\S+-)[0-9A-F]{8}\b/g, (digits) => {
      const value = [...this.known.keys()].find((known) => known.startsWith(`${digits.toLowerCase()}-`));
      return value === undefined ? digits : `<beginning of ${this.known.get(value) ?? ''}>`;
    });
  }
}

const next = (counts: Map<string, number>, kind: string, name: string): string => {
  const count = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, count);
  return `<${kind} ${count} of ${name}>`;
};
