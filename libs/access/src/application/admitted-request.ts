import { createHash } from 'node:crypto';
import {
  type Actor,
  commandIdOfKey,
  type CommandContext,
  entityIdOf,
  newCommandId,
  type Preconditions,
} from '#libs/event-store';
import { canonicalJson, type JsonObject, type JsonValue } from '#libs/kernel';
import type { Principal } from './principal.js';

/** An authenticated request, as far as the write path needs to know it. */
export interface AdmittedRequest {
  readonly principal: Principal & { readonly tenant: string };
  /** The name of what is asked for. The same idempotency key for another operation makes another command. */
  readonly operation: string;
  readonly correlationId: string;
  /** Who acts, as the request claims. */
  readonly actor: Actor;
  /** What the path names, apart from the tenant. With an idempotency key, a repeat must name the same. */
  readonly parameters: JsonObject;
  /** The body as JSON. With an idempotency key, a repeat must have the same body. */
  readonly body: JsonValue;
  readonly idempotencyKey: string | undefined;
  readonly preconditions: Preconditions | undefined;
}

/** An admitted request, or one for something that belongs to no tenant. */
export type AdmissibleRequest = Omit<AdmittedRequest, 'principal'> & { readonly principal: Principal };

/**
 * Returns the id of what the request creates. With an idempotency key the id is derived from the key, so that
 * a repeat finds what the first attempt created, in another process and after a crash.
 */
export const createdId = (kind: string, request: AdmissibleRequest): string => {
  const commandId = keyedCommandId(request);
  return commandId === undefined ? newCommandId() : entityIdOf(kind, commandId);
};

/** Returns the context of the command: its ids, its authority and its time. */
export const commandContext = (request: AdmissibleRequest, now: Date): CommandContext => {
  const { principal, preconditions, parameters } = request;
  const { tenant, credentialId, holder, authProfile, singleUseToken } = principal;
  const keyedId = keyedCommandId(request);
  const commandId = keyedId ?? newCommandId();
  return {
    commandId,
    ...(keyedId !== undefined && { requestDigest: digestOf(request), pathDigest: sha256(parameters) }),
    correlationId: request.correlationId,
    tenant,
    actor: request.actor,
    credentialId,
    holder,
    authProfile,
    now: now.toISOString(),
    ...(preconditions !== undefined && { preconditions }),
    ...(singleUseToken !== undefined && {
      claims: [{ kind: 'token', subject: `${credentialId} ${singleUseToken}`, holder: commandId }],
    }),
  };
};

/** Returns the id of the command that the key stands for; undefined without a key. */
const keyedCommandId = ({ principal, operation, idempotencyKey }: AdmissibleRequest): string | undefined => {
  const { family, tenant, holder } = principal;
  return idempotencyKey === undefined
    ? undefined
    : commandIdOfKey({ family, tenant, operation, holder }, idempotencyKey);
};

/** Returns the SHA-256 (hex) of what is asked for, and by whom. */
const digestOf = ({ body, parameters, principal: { holder } }: AdmissibleRequest): string =>
  sha256([holder, Object.keys(parameters).length === 0 ? body : [parameters, body]]);

const sha256 = (value: JsonValue): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
