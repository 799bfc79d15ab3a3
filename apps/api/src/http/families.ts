import type { ApiFamily } from '#libs/http';
import { partners } from '#libs/partners';
import { ledgerFamily } from '../ledger-api/ledger-api.problems.js';

const vendors = partners.map(({ family }) => family);

/**
 * Returns the family that owns the path: a vendor's, or else that of the ledger's own API. A path that is
 * almost a vendor's, and that no route has, belongs to it, too: whoever wrote it reads that vendor's errors.
 */
export const familyOf = (path: string): ApiFamily => {
  const meant = plainPathOf(path);
  return vendors.find((family) => family.ownsPath(meant)) ?? ledgerFamily;
};

/** Returns the path without its escapes, capitals and repeated slashes. All roots are plain ASCII. */
const plainPathOf = (path: string): string =>
  PLAIN.test(path)
    ? path
    : path
        .replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
        .replace(/\/{2,}/g, '/')
        .toLowerCase();

const PLAIN = /^(?:\/[a-z0-9_-]+)+$/;

/** Returns the path of a request's URL as the router reads it: without origin, query and escapes. */
export const pathOf = (url: string): string => {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};
