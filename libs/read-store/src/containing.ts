/**
 * Returns the `like` pattern that finds the text in a column of lower-case text. `%` and `_` mean themselves: the query
 * names the backslash as its escape character.
 */
export const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
