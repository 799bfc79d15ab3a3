/** The line ends of Unicode that JSON leaves as they are; it escapes all the others. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/**
 * Returns JSON text without any line end of Unicode, for formats of lines. Readers that split at more than a
 * line feed, such as Python's `splitlines`, would cut a record in two. In JSON such a character can only be in
 * a string, where an escape means the same.
 */
export const onOneLine = (json: string): string =>
  json.replace(LINE_ENDS, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Returns the value as JSON on one line, without the line feed that ends it. */
export const jsonLine = (value: object): string => onOneLine(JSON.stringify(value));
