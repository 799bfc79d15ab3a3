/** An operation on a credential that cannot be carried out. The message is for the operator. */
export class CredentialError extends Error {}
