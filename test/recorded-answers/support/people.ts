import { type Institution, newInstitution } from '../../support/institution.js';
import type { RecordedLedger } from './recorded-ledger.js';

/** The tenant of everybody who is not given another one. */
const TENANT = 'acme';

export interface RegisteredInstitution extends Institution {
  readonly credentialId: string;
}

interface Registration {
  /** Can be used once; the id of the credential is derived from it. */
  readonly keyId: string;
  readonly tenant?: string;
  readonly profile?: 'documented' | 'strict';
}

/** Registers an ODR institution with a fresh key pair. */
export const registered = async (
  ledger: RecordedLedger,
  name: string,
  { keyId, tenant = TENANT, profile = 'documented' }: Registration,
): Promise<RegisteredInstitution> => {
  const institution = { ...newInstitution(name, tenant), keyId };
  const { credentialId } = await ledger.withCredentials((credentials) =>
    credentials.issueForPublicKey(
      { family: 'smart-odr', tenant, holder: name, scopes: [] },
      {
        keyId,
        publicKey: institution.publicKeyPem,
        profile,
        emails: [institution.email],
        phones: [institution.phone],
      },
    ),
  );
  return { ...institution, credentialId };
};

interface IssuedKey {
  readonly credentialId: string;
  readonly apiKey: string;
}

interface KeyGrant {
  readonly tenant?: string | null;
  readonly holder?: string;
  readonly scopes?: readonly string[];
}

const DEVELOPER_SCOPES = ['audit:read', 'settlement:write'];

/** Issues a key for EnfinitOS's API. */
export const developerKey = (
  ledger: RecordedLedger,
  { tenant = TENANT, holder = 'developer-1', scopes = DEVELOPER_SCOPES }: KeyGrant = {},
): Promise<IssuedKey> =>
  ledger.withCredentials((credentials) =>
    credentials.issueApiKey({ family: 'enfinitos', tenant, holder, scopes }, 'sk_live_'),
  );

const ALL_PERMISSIONS = ['Dispute Configuration', 'Dispute Management'].flatMap((area) =>
  ['READ', 'CREATE', 'UPDATE', 'DELETE'].map((action) => `${area}:${action}`),
);

/** Issues a key for Billtrust's API. */
export const userKey = (
  ledger: RecordedLedger,
  { tenant = TENANT, holder = 'user-1', scopes = ALL_PERMISSIONS }: KeyGrant = {},
): Promise<IssuedKey> =>
  ledger.withCredentials((credentials) =>
    credentials.issueApiKey({ family: 'billtrust', tenant, holder, scopes }, 'bt_'),
  );

const AUDITOR_SCOPES = ['dispute:read', 'timeline:read', 'export:create', 'replay:run'];

/** Issues a key for the ledger's own API, for all tenants unless one is given. */
export const auditorKey = (
  ledger: RecordedLedger,
  { tenant = null, holder = 'Auditor', scopes = AUDITOR_SCOPES }: KeyGrant = {},
): Promise<IssuedKey> =>
  ledger.withCredentials((credentials) =>
    credentials.issueApiKey({ family: 'ledger', tenant, holder, scopes }),
  );

export const bearer = ({ apiKey }: IssuedKey): { readonly authorization: string } => ({
  authorization: `Bearer ${apiKey}`,
});
