import { storableText } from '#libs/kernel';

/**
 * Returns a parameter that every database can hold. Without this, one text with a NUL or a lone surrogate
 * would stop the projections.
 */
export const storable = (parameter: unknown): unknown =>
  typeof parameter === 'string' ? storableText(parameter) : parameter;
