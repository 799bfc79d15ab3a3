/** The character that stands where another cannot be: U+FFFD, the replacement character of Unicode. */
const REPLACEMENT = '\uFFFD';

/** The control characters of Unicode, without the tab and the two that end lines of text. */
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/**
 * Returns text that every database can hold: NUL and lone surrogates become U+FFFD. PostgreSQL rejects NUL,
 * and readers of SQLite take it for the end of the text; neither can hold a lone surrogate.
 */
export const storableText = (text: string): string => text.replaceAll('\0', REPLACEMENT).toWellFormed();

/**
 * Returns storable text without control characters other than tab, line feed and carriage return. Each of the
 * others becomes U+FFFD, so that a reader sees that something was there.
 */
export const plainText = (text: string): string => storableText(text.replace(CONTROLS, REPLACEMENT));
