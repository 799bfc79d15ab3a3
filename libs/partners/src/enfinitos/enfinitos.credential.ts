import type { Credentials } from '#libs/access';
import { credentialForm } from '../credential-form.js';

/** The family of this vendor's credentials and paths. */
export const ENFINITOS = 'enfinitos';

/** The scopes that a key may have. */
export const enfinitosScopes = ['audit:read', 'settlement:write'] as const;

/** The prefix of the vendor's own live keys, which the ledger's keys have, too. */
const KEY_PREFIX = 'sk_live_';

/** Issues a key of the organisation to the developer who acts where a request names nobody. */
export const issueEnfinitosKey = (
  credentials: Credentials,
  { tenant, developer, scopes }: { tenant: string; developer: string; scopes: readonly string[] },
) => credentials.issueApiKey({ family: ENFINITOS, tenant, holder: developer, scopes }, KEY_PREFIX);

export const enfinitosCredential = credentialForm({
  description: 'for an EnfinitOS developer: a key that is shown only once',
  options: {
    tenant: { kind: 'text', value: 'org', description: 'the organisation that the key belongs to' },
    developer: {
      kind: 'text',
      value: 'id',
      description: 'the developer, who counts as the actor of requests that name nobody',
    },
    scopes: {
      kind: 'scopes',
      value: 'scopes',
      description: 'what the key may do: audit:read,settlement:write',
      known: enfinitosScopes,
    },
  },
  issue: issueEnfinitosKey,
});
