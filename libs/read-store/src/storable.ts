/**
 * A parameter as every database can hold it. PostgreSQL's text has no NUL, and SQLite's ends there for its reader;
 * neither has half a surrogate pair. Better a row with a mark in its place than projections that stop there for ever.
 */
export const storable = (parameter: unknown): unknown =>
  typeof parameter === 'string' ? parameter.replaceAll('\0', '\uFFFD').toWellFormed() : parameter;
