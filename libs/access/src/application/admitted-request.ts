import { createHash } from 'node:crypto';
import { type Actor, commandIdOfKey, type CommandContext, entityIdOf, newCommandId } from '#libs/event-store';
import { canonicalJson, type JsonValue } from '#libs/kernel';
import type { Principal } from './principal.js';

/** A request that was let in, as far as the write path needs to know it. */
export interface AdmittedRequest {
  readonly principal: Principal & { readonly tenant: string };
  /** The route's own name: the same idempotency key on another route is another command. */
  readonly route: string;
  readonly correlationId: string;
  /** Who the request says acts. */
  readonly actor: Actor;
  /** What came as JSON. With an idempotency key, a retry must have the same. */
  readonly body: JsonValue;
  readonly idempotencyKey: string | undefined;
  readonly ifRevision: bigint | undefined;
}

/**
 * The id of what the request creates. With an idempotency key it follows from the key, so that a retry finds what
 * the first attempt created, on another process and after a crash.
 */
export const createdId = (kind: string, { principal, route, idempotencyKey }: AdmittedRequest): string =>
  idempotencyKey === undefined
    ? newCommandId()
    : entityIdOf(kind, commandIdOfKey({ ...principal, route }, idempotencyKey));

/** The command's context: its ids, its authority and its time. */
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

/** Of the body and whose it is: another institution of the tenant may not be given this one's answer. */
const digestOf = ({ body, principal: { holder } }: AdmittedRequest): string =>
  createHash('sha256')
    .update(canonicalJson([holder, body]))
    .digest('hex');
