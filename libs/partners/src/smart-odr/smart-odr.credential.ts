import { credentialForm } from '../credential-form.js';

/** The family of this vendor's credentials and paths. */
export const SMART_ODR = 'smart-odr';

/** An institution brings its own RSA key; the ledger keeps the public half. */
export const smartOdrCredential = credentialForm({
  description: 'for an ODR institution, which signs its requests with its own key',
  options: {
    tenant: { kind: 'text', value: 'tenant', description: 'the tenant that its disputes belong to' },
    institution: { kind: 'text', value: 'name', description: 'the name of the institution' },
    keyId: { kind: 'text', value: 'id', description: 'the unique key id that the institution sends' },
    publicKey: { kind: 'file', value: 'file', description: 'its RSA public key, a PEM file' },
    email: {
      kind: 'several',
      value: 'address',
      description: 'the e-mail addresses that its tokens may name',
    },
    phone: { kind: 'several', value: 'number', description: 'the phone numbers that its tokens may name' },
    profile: {
      kind: 'choice',
      value: 'profile',
      description: 'how strictly its tokens are checked',
      choices: ['documented', 'strict'],
    },
  },
  issue: (credentials, { tenant, institution, email, phone, ...key }) =>
    credentials.issueForPublicKey(
      { family: SMART_ODR, tenant, holder: institution, scopes: [] },
      { ...key, emails: email, phones: phone },
    ),
});
