import type { ApiFamily } from '#libs/http';
import { smartOdrFamily } from '#libs/partners';
import { ledgerFamily } from '../ledger-api/ledger-api.problems.js';

/** One line a vendor. What no vendor owns is the ledger's own. */
const vendors: readonly ApiFamily[] = [smartOdrFamily];

export const familyOf = (path: string): ApiFamily =>
  vendors.find((family) => family.ownsPath(path)) ?? ledgerFamily;

/** The path of a request's URL, without its query. */
export const pathOf = (url: string): string => {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
};
