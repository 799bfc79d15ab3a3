import { reject, type Rejected } from '#libs/kernel';
import { limits } from './limits.js';
import type { ConfigurationRefusal } from './configuration-decision.js';
import type { Described } from './configuration-event.js';

/** The language of a description that was written without one: that of the vendor's pages. */
const DEFAULT_LANGUAGE = 'en';

/** A description that a request gives, and the language in which it says that it is written. */
export interface GivenDescription {
  readonly description?: string | null | undefined;
  /** A canonical language tag (RFC 5646); absent for the thing's own language. */
  readonly contentLanguage?: string | undefined;
}

/** A description with the language that it is in. */
export interface SpokenDescription {
  readonly description: string | null;
  readonly language: string;
}

const ownLanguage = ({ language = DEFAULT_LANGUAGE }: Described): string => language;

/**
 * Returns the description with its translations as the request leaves them. The first description decides
 * which language is the thing's own; one in another language becomes a translation, and null removes it.
 */
export const described = (
  before: Described,
  { description, contentLanguage }: GivenDescription,
): Described => {
  const known = textsOf(before);
  if (description === undefined) return known;
  if (contentLanguage === undefined || contentLanguage === ownLanguage(known))
    return { ...known, description };
  if (known.description === null && known.translations === undefined)
    return { description, language: contentLanguage };
  return translated(known, description, contentLanguage);
};

/** Returns the texts alone, without whatever else the thing has. */
const textsOf = ({ description, language, translations }: Described): Described => ({
  description,
  ...(language !== undefined && { language }),
  ...(translations !== undefined && { translations }),
});

const translated = (known: Described, text: string | null, language: string): Described => {
  const { [language]: before, ...others } = known.translations ?? {};
  if (text !== null) return { ...known, translations: { ...others, [language]: text } };
  // An empty map stays: the translations of before would otherwise shine through in the fold.
  return before === undefined ? known : { ...known, translations: others };
};

/** Refuses more translations than one thing may have. */
export const translationsRefusal = ({
  translations = {},
}: Described): Rejected<ConfigurationRefusal> | null =>
  Object.keys(translations).length > limits.maxTranslations
    ? reject('too-many-translations', `A description has at most ${limits.maxTranslations} translations.`)
    : null;

/** Returns the description in each language that there is, the own one first. */
export const spokenDescriptions = (thing: Described): readonly SpokenDescription[] => [
  { description: thing.description, language: ownLanguage(thing) },
  ...Object.entries(thing.translations ?? {}).map(([language, description]) => ({ description, language })),
];
