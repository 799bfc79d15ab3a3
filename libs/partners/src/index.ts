export { type CredentialForm, type CredentialOption } from './credential-form.js';
export { type DemoDispute, type DemoRequest } from './partner-demo.js';
export { type Partner } from './partner.js';
export { partners } from './partners.js';
