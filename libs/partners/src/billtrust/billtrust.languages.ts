import { type SpokenDescription, spokenDescriptions } from '#libs/dispute-configuration';
import { type Exchange, invalidRequest, type LedgerRequest } from '#libs/http';
import Negotiator from 'negotiator';
import { limits } from './billtrust.limits.js';

type Described = Parameters<typeof spokenDescriptions>[0];

/** Returns one description of a thing, of those that it has. */
export type Speak = (thing: Described) => SpokenDescription;

/**
 * Returns the language of the descriptions in the body, as a canonical tag; undefined without
 * `Content-Language` (docs/vendors/billtrust.md, "Languages").
 *
 * @throws RequestProblem for anything but one language tag.
 */
export const contentLanguageOf = ({ headers }: LedgerRequest): string | undefined => {
  const header = headers['content-language'];
  if (header === undefined) return undefined;
  const tag = canonicalTag(header.trim());
  if (tag !== null) return tag;
  throw invalidRequest([
    { path: 'Content-Language', message: 'Content-Language must be one language tag, as in de or pt-BR' },
  ]);
};

const canonicalTag = (text: string): string | null => {
  if (text.length > limits.maxLanguageLength) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
};

/** Speaks the language that the caller prefers (`Accept-Language`), or the thing's own. */
export const preferred =
  ({ headers }: LedgerRequest): Speak =>
  (thing) => {
    const spoken = spokenDescriptions(thing);
    const [best] = new Negotiator({ headers }).languages(spoken.map(({ language }) => language));
    return spoken.find(({ language }) => language === best) ?? first(spoken);
  };

/** Speaks the language in which a request wrote, or the thing's own. */
export const written =
  (contentLanguage: string | undefined): Speak =>
  (thing) => {
    const spoken = spokenDescriptions(thing);
    return spoken.find(({ language }) => language === contentLanguage) ?? first(spoken);
  };

const first = (spoken: readonly SpokenDescription[]): SpokenDescription => {
  const [own] = spoken;
  if (own === undefined) throw new Error('A description has a language of its own.');
  return own;
};

/**
 * Returns the things with one description each, and sends `Content-Language` with every language among them.
 */
export const inLanguage = <Thing extends Described>(
  things: readonly Thing[],
  speak: Speak,
  { reply }: Pick<Exchange, 'reply'>,
): readonly Thing[] => {
  const spoken = things.map((thing) => ({ thing, ...speak(thing) }));
  const languages = new Set(spoken.map(({ language }) => language));
  if (languages.size > 0) void reply.header('Content-Language', [...languages].join(', '));
  void reply.header('Vary', 'Accept-Language');
  return spoken.map(({ thing, description }) => ({ ...thing, description }));
};
