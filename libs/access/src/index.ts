export {
  commandContext,
  createdId,
  type AdmissibleRequest,
  type AdmittedRequest,
} from './application/admitted-request.js';
export { KeyedWrites } from './application/keyed-writes.js';
export { CredentialDirectory } from './application/credential-directory.js';
export { CredentialError } from './application/credential-error.js';
export { Credentials, type IssuedCredential, type ListedCredential } from './application/credentials.js';
export { PublicKeyError } from './application/public-key.js';
export { LEDGER_SCOPES, maySeeTenant, principalFrom, type Principal } from './application/principal.js';
export { checkCredentialEvent, credentialActivity } from './read-models/credential-activity.js';
export { type ActiveCredential, type Grant, type PublicKeyProof } from './domain/credential.js';
export { ApiKeyGuard, BearerKeyGuard } from './http/api-key.guard.js';
export { OpenStreams } from './http/open-streams.js';
export { noteRefusal, refusalOf } from './http/refusals.js';
export { SecretKeyGuard } from './http/secret-key.guard.js';
export {
  Authenticated,
  AUTHENTICATION,
  Caller,
  principalOf,
  Public,
  requestedOperation,
  setPrincipal,
} from './http/authentication.js';
