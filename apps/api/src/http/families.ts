import type { ApiFamily } from '#libs/http';
import { partners } from '#libs/partners';
import { ledgerFamily } from '../ledger-api/ledger-api.problems.js';

const vendors = partners.map(({ family }) => family);

/** What no vendor owns is the ledger's own. */
export const familyOf = (path: string): ApiFamily =>
  vendors.find((family) => family.ownsPath(path)) ?? ledgerFamily;

/** The path that a request's URL names, as the router reads it: without origin, query and escapes. */
export const pathOf = (url: string): string => {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};
