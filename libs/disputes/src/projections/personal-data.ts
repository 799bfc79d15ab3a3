/** An Indian permanent account number, in any letter case, inside a longer text. */
const PAN = /(?<![A-Za-z0-9])([A-Za-z]{2})[A-Za-z]{3}\d{3}(\d[A-Za-z])(?![A-Za-z0-9])/g;

/**
 * Masks every PAN in the text as `ABXXXXXX4H`: enough to distinguish two people, too little to identify
 * either.
 */
export const maskPan = (text: string): string => text.replace(PAN, '$1XXXXXX$2');
