/**
 * Returns a parameter that every database can hold: in text, NUL and lone surrogates become U+FFFD.
 * PostgreSQL rejects NUL, and readers of SQLite take it for the end of the text; neither can hold a lone
 * surrogate. Without this, one such text would stop the projections.
 */
export const storable = (parameter: unknown): unknown =>
  typeof parameter === 'string' ? parameter.replaceAll('\0', '\uFFFD').toWellFormed() : parameter;
