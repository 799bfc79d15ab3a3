import { generateKeyPair, randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Credentials } from '#libs/access';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import {
  BILLTRUST,
  billtrustKeyPrefix,
  billtrustPermissions,
  ENFINITOS,
  enfinitosKeyPrefix,
  enfinitosScopes,
  smartOdrExamples,
} from '#libs/partners';
import { SignJWT } from 'jose';
import type { Ledger } from '../ledger.js';

const TENANT = 'demo';
const INSTITUTION = 'Demo ODR Institution';
const EMAIL = 'demo@odr.example';
const PHONE = '+910000000000';

export interface Demo {
  /** What a newcomer is shown: where the credentials are, and a request to try. */
  introduction(url: string): string;
}

/**
 * Creates credentials for trying the ledger out, on the first start of a new ledger on this machine. They are
 * never created in production or where another machine could use them (see `isDemoAllowed`).
 */
export const createDemo = async (ledger: Ledger, environment: Environment): Promise<Demo | undefined> => {
  if (!environment.isDemoAllowed || (await ledger.store.headPosition()) > 0n) return undefined;
  const credentials = new Credentials(ledger.store, new SystemClock());
  const smartOdr = await issueInstitution(credentials);
  const enfinitos = await issueDeveloper(credentials);
  const billtrust = await issueUser(credentials);
  const auditor = await issueAuditor(credentials);
  const file = dataFiles(environment.dataDirectory).demoCredentials;
  await writeFile(
    `${file}.new`,
    `${JSON.stringify({ smartOdr, enfinitos, billtrust, auditor }, null, 2)}\n`,
    {
      mode: 0o600,
    },
  );
  await rename(`${file}.new`, file);
  return {
    introduction: (url) =>
      introduction({ url, file, authorization: smartOdr.authorization, apiKey: auditor.apiKey }),
  };
};

const issueInstitution = async (credentials: Credentials) => {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  const keyId = `demo-${randomBytes(4).toString('hex')}`;
  const { credentialId } = await credentials.issueForPublicKey(
    { family: 'smart-odr', tenant: TENANT, holder: INSTITUTION, scopes: [] },
    {
      keyId,
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      profile: 'documented',
      emails: [EMAIL],
      phones: [PHONE],
    },
  );
  const token = await new SignJWT({ email: EMAIL, phone: PHONE })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(privateKey);
  return {
    credentialId,
    tenant: TENANT,
    institution: INSTITUTION,
    keyId,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authorization: `Signature keyId="${keyId}|${token}|RS256" algorithm="RS256" type="update" `,
  };
};

const issueDeveloper = async (credentials: Credentials) => {
  const grant = { family: ENFINITOS, tenant: TENANT, holder: 'demo-developer', scopes: enfinitosScopes };
  return { tenant: TENANT, ...(await credentials.issueApiKey(grant, enfinitosKeyPrefix)) };
};

const issueUser = async (credentials: Credentials) => {
  const grant = { family: BILLTRUST, tenant: TENANT, holder: 'demo-user', scopes: billtrustPermissions };
  return { tenant: TENANT, ...(await credentials.issueApiKey(grant, billtrustKeyPrefix)) };
};

const issueAuditor = async (credentials: Credentials) => {
  const scopes = ['dispute:read', 'timeline:read', 'export:create', 'replay:run'];
  const grant = { family: 'ledger', tenant: null, holder: 'Demo auditor', scopes };
  return { ...(await credentials.issueApiKey(grant)), scopes };
};

const introduction = (shown: {
  url: string;
  file: string;
  authorization: string;
  apiKey: string;
}): string => `
The ledger is new, so it has credentials for trying it out, in ${shown.file}

Send SMART ODR's own example:

  curl -s ${shown.url}/update -H 'Content-Type: application/json' \\
    -H 'Authorization: ${shown.authorization}' \\
    -d '${JSON.stringify(smartOdrExamples.update)}'

Read what became of it:

  curl -s ${shown.url}/ledger/disputes/${TENANT}/${smartOdrExamples.update.dispute.disputeId}/timeline \\
    -H 'Authorization: Bearer ${shown.apiKey}'

Or let \`npx ledger demo\` play every example.

`;
