import { createHash } from 'node:crypto';
import { type Actor, commandIdOfKey, type CommandContext, entityIdOf, newCommandId } from '#libs/event-store';
import { canonicalJson, type JsonValue } from '#libs/kernel';
import type { Principal } from './principal.js';

/** An authenticated request, as far as the write path needs to know it. */
export interface AdmittedRequest {
  readonly principal: Principal & { readonly tenant: string };
  /** The name of the route. The same idempotency key on another route makes another command. */
  readonly route: string;
  readonly correlationId: string;
  /** Who acts, as the request claims. */
  readonly actor: Actor;
  /** The body as JSON. With an idempotency key, a repeat must have the same body. */
  readonly body: JsonValue;
  readonly idempotencyKey: string | undefined;
  readonly ifRevision: bigint | undefined;
}

/**
 * Returns the id of what the request creates. With an idempotency key the id is derived from the key, so that
 * a repeat finds what the first attempt created, in another process and after a crash.
 */
export const createdId = (kind: string, { principal, route, idempotencyKey }: AdmittedRequest): string =>
  idempotencyKey === undefined
    ? newCommandId()
    : entityIdOf(kind, commandIdOfKey({ ...principal, route }, idempotencyKey));

/** Returns the context of the command: its ids, its authority and its time. */
export const commandContext = (request: AdmittedRequest, now: Date): CommandContext => {
  const { principal, route, idempotencyKey, ifRevision } = request;
  const { family, tenant, credentialId, holder, authProfile, singleUseToken } = principal;
  const commandId =
    idempotencyKey === undefined ? newCommandId() : commandIdOfKey({ family, tenant, route }, idempotencyKey);
  return {
    commandId,
    ...(idempotencyKey !== undefined && { requestDigest: digestOf(request) }),
    correlationId: request.correlationId,
    tenant,
    actor: request.actor,
    credentialId,
    holder,
    authProfile,
    now: now.toISOString(),
    ...(ifRevision !== undefined && { ifRevision }),
    ...(singleUseToken !== undefined && {
      claims: [{ kind: 'token', subject: `${credentialId} ${singleUseToken}`, holder: commandId }],
    }),
  };
};

/**
 * Returns the SHA-256 (hex) of the body and its holder: another institution of the tenant must not be given
 * the answer to this one.
 */
const digestOf = ({ body, principal: { holder } }: AdmittedRequest): string =>
  createHash('sha256')
    .update(canonicalJson([holder, body]))
    .digest('hex');
