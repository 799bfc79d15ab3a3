import { createHash } from 'node:crypto';
import {
  type Actor,
  commandIdOfKey,
  type CommandContext,
  entityIdOf,
  formerCommandIdOfKey,
  newCommandId,
  type Preconditions,
} from '#libs/event-store';
import { canonicalJson, type JsonObject, type JsonValue } from '#libs/kernel';
import type { Principal } from './principal.js';

/** What a request asks for, the same by every path that leads to it. */
export interface Operation {
  readonly name: string;
  /** The patterns of those paths. They were the scopes of idempotency keys before decision 0016. */
  readonly paths: readonly string[];
}

/** An authenticated request, as far as the write path needs to know it. */
export interface AdmittedRequest {
  readonly principal: Principal & { readonly tenant: string };
  /** What is asked for. The same idempotency key for another operation makes another command. */
  readonly operation: Operation;
  readonly correlationId: string;
  /** Who acts, as the request claims. */
  readonly actor: Actor;
  /** What the path names, apart from the tenant. With an idempotency key, a repeat must name the same. */
  readonly parameters: JsonObject;
  /** The same in the spelling that was sent, if another one names the same: keys knew that one before. */
  readonly parametersAsSent?: JsonObject;
  /** The body as JSON. With an idempotency key, a repeat must have the same body. */
  readonly body: JsonValue;
  readonly idempotencyKey: string | undefined;
  /** The id of the command, if its key was used before decision 0016 (`KeyedWrites.recognised`). */
  readonly formerCommandId?: string;
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
  const { principal, preconditions } = request;
  const { tenant, credentialId, holder, authProfile, singleUseToken } = principal;
  const commandId = keyedCommandId(request) ?? newCommandId();
  return {
    commandId,
    ...keyedBy(request),
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
const keyedCommandId = (request: AdmissibleRequest): string | undefined => {
  const { principal, operation, idempotencyKey, formerCommandId } = request;
  const { family, tenant, holder } = principal;
  if (idempotencyKey === undefined) return undefined;
  return (
    formerCommandId ?? commandIdOfKey({ family, tenant, operation: operation.name, holder }, idempotencyKey)
  );
};

/** Returns what a repeat of the request is recognised by; nothing without an idempotency key. */
const keyedBy = (
  request: AdmissibleRequest,
): Pick<CommandContext, 'requestDigest' | 'pathDigest' | 'former'> => {
  const { principal, operation, parameters, body, idempotencyKey } = request;
  if (idempotencyKey === undefined) return {};
  const { family, tenant, holder } = principal;
  const asSent = digestOf({ ...request, parameters: request.parametersAsSent ?? parameters });
  return {
    requestDigest: digestOf(request),
    pathDigest: sha256(parameters),
    former: {
      commandIds: operation.paths.map((path) =>
        formerCommandIdOfKey({ family, tenant, path }, idempotencyKey),
      ),
      requestDigests: hasParameters(request) ? [asSent, sha256([holder, body])] : [asSent],
    },
  };
};

/** Returns the SHA-256 (hex) of what is asked for, and by whom. */
const digestOf = (request: AdmissibleRequest): string => {
  const { body, parameters, principal } = request;
  return sha256([principal.holder, hasParameters(request) ? [parameters, body] : body]);
};

const hasParameters = ({ parameters }: AdmissibleRequest): boolean => Object.keys(parameters).length > 0;

const sha256 = (value: JsonValue): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
