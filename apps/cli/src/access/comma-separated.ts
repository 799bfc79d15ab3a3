/** Returns the items of a list such as `timeline:read, dispute:read`. */
export const commaSeparated = (text: string): readonly string[] => text.split(',').map((item) => item.trim());
