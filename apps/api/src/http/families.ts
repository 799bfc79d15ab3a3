import type { ApiFamily } from '#libs/http';
import { partners } from '#libs/partners';
import { ledgerFamily } from '../ledger-api/ledger-api.problems.js';

const vendors = partners.map(({ family }) => family);

/** Returns the family that owns the path: a vendor's, or else that of the ledger's own API. */
export const familyOf = (path: string): ApiFamily =>
  vendors.find((family) => family.ownsPath(path)) ?? ledgerFamily;

/** Returns the path of a request's URL as the router reads it: without origin, query and escapes. */
export const pathOf = (url: string): string => {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};
