import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import type { DemoDispute, DemoRequest, PartnerDemo } from '../partner-demo.js';
import { SMART_ODR } from './smart-odr.credential.js';
import { smartOdrExamples } from './smart-odr.examples.js';

interface DemoInstitution {
  readonly credentialId: string;
  readonly tenant: string;
  readonly institution: string;
  readonly keyId: string;
  /** PKCS#8 as PEM text. */
  readonly privateKey: string;
  /** A whole Authorization header; its token does not expire. */
  readonly authorization: string;
}

const INSTITUTION = 'Demo ODR Institution';
const EMAIL = 'demo@odr.example';
const PHONE = '+910000000000';

export const smartOdrDemo: PartnerDemo<DemoInstitution> = {
  key: 'smartOdr',
  issue: async (credentials, tenant) => {
    const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
    const keyId = `demo-${randomBytes(4).toString('hex')}`;
    const { credentialId } = await credentials.issueForPublicKey(
      { family: SMART_ODR, tenant, holder: INSTITUTION, scopes: [] },
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
      tenant,
      institution: INSTITUTION,
      keyId,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      authorization: `Signature keyId="${keyId}|${token}|RS256" algorithm="RS256" type="update" `,
    };
  },
  disputes: (institution) => [
    disputeBy(institution, [
      ['/update', smartOdrExamples.update],
      ['/update_conciliation_report', smartOdrExamples.conciliationReport],
      ['/status', smartOdrExamples.status],
    ]),
    disputeBy(institution, [['/update_arbitration_report', smartOdrExamples.arbitrationReport]]),
  ],
};

type Sent = readonly [path: string, body: { readonly dispute: { readonly disputeId: string } }];

const disputeBy = (
  { tenant, authorization }: DemoInstitution,
  [first, ...others]: readonly [Sent, ...Sent[]],
): DemoDispute => {
  const step = ([path, body]: Sent): DemoRequest => ({
    title: `POST ${path}`,
    path: () => path,
    headers: { Authorization: path === '/status' ? forStatuses(authorization) : authorization },
    body,
  });
  const [, { dispute }] = first;
  return { tenant, disputeId: dispute.disputeId, steps: [step(first), ...others.map(step)] };
};

const forStatuses = (authorization: string): string =>
  authorization.replace('type="update"', 'type="status"');
