import type { Grant } from './credential.js';

/**
 * Whom the demo credentials were issued to by versions that did not mark them. They issued them on a first start,
 * and so before any other credential of the log.
 */
const FORMER_HOLDERS: readonly (readonly [tenant: string | null, holder: string])[] = [
  ['demo', 'Demo ODR Institution'],
  ['demo', 'demo-developer'],
  ['demo', 'demo-user'],
  [null, 'Demo auditor'],
];

/** Returns whether a credential that stands before all others of its log is a demo one. */
export const isFormerDemo = ({ tenant, holder }: Grant): boolean =>
  FORMER_HOLDERS.some(([knownTenant, knownHolder]) => tenant === knownTenant && holder === knownHolder);
