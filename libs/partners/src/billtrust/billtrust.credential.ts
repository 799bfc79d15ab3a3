import type { Credentials } from '#libs/access';
import { credentialForm } from '../credential-form.js';

/** The family of this vendor's credentials and paths. */
export const BILLTRUST = 'billtrust';

/** The prefix of keys for this API, by which secret scanners recognise a leaked key. */
const KEY_PREFIX = 'bt_';

const ACTIONS = ['READ', 'CREATE', 'UPDATE', 'DELETE'] as const;

type Action = (typeof ACTIONS)[number];

/** A permission as the vendor writes it (`Dispute Configuration : READ`), without blanks around the colon. */
type Permission = `Dispute Configuration:${Action}` | `Dispute Management:${Action}`;

export const billtrustPermissions: readonly Permission[] = ACTIONS.flatMap((action) => [
  `Dispute Configuration:${action}` as const,
  `Dispute Management:${action}` as const,
]);

/** Issues a key of the tenant to the user who is named as `createUser` and `updateUser`. */
export const issueBilltrustKey = (
  credentials: Credentials,
  { tenant, user, permissions }: { tenant: string; user: string; permissions: readonly string[] },
) => credentials.issueApiKey({ family: BILLTRUST, tenant, holder: user, scopes: permissions }, KEY_PREFIX);

/** Returns `Area:READ,CREATE;Other:READ` as `Area:READ`, `Area:CREATE`, `Other:READ`, each once. */
const permissionsOf = (text: string): readonly string[] => {
  const permissions = text
    .split(';')
    .filter((part) => part.trim() !== '')
    .flatMap((part) => {
      const [area = '', actions = ''] = part.split(':');
      return actions.split(',').map((action) => `${area.trim()}:${action.trim().toUpperCase()}`);
    });
  return [...new Set(permissions)];
};

export const billtrustCredential = credentialForm({
  description: "for a Billtrust user's system: a key that is shown only once",
  options: {
    tenant: { kind: 'text', value: 'tenant', description: 'the tenant whose paths the key opens' },
    user: { kind: 'text', value: 'id', description: 'the user to name as createUser and updateUser' },
    permissions: {
      kind: 'scopes',
      value: 'permissions',
      description:
        'what the key may do, as in "Dispute Configuration:READ,CREATE,UPDATE,DELETE;Dispute Management:READ,CREATE,UPDATE"',
      known: billtrustPermissions,
      scopesOf: permissionsOf,
    },
  },
  issue: issueBilltrustKey,
});
