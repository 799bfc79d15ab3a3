import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { AskedPositionGuard, declaredRequest, type LedgerRequest } from '#libs/http';
import type { Operation } from '../application/admitted-request.js';
import type { Principal } from '../application/principal.js';
import { operationOf } from './operation.js';

/** The key of the metadata that says who may call a route. The architecture test reads it. */
export const AUTHENTICATION = 'ledger:authentication';

/** The key of the metadata with the scopes that a route requires. */
export const SCOPES = 'ledger:scopes';

/** Opens a route to everybody. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(AUTHENTICATION, 'public'), UseGuards(declaredRequest));

/** Restricts a route to callers whom the guard authenticates and whose credential has every scope given. */
export const Authenticated = (
  guard: Type<CanActivate>,
  ...scopes: readonly string[]
): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(AUTHENTICATION, guard.name),
    SetMetadata(SCOPES, scopes),
    UseGuards(guard, declaredRequest, AskedPositionGuard),
  );

interface AuthenticatedRequest extends LedgerRequest {
  principal?: Principal;
  operation?: Operation;
}

/** Attaches the principal that a guard has authenticated, and what it asks for, to the request. */
export const setPrincipal = (context: ExecutionContext, principal: Principal): void => {
  const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
  request.principal = principal;
  request.operation = operationOf(context);
};

/**
 * Returns the principal of the request.
 *
 * @throws Error when no guard ran: a route that calls this must be `Authenticated`.
 */
export const principalOf = (request: LedgerRequest): Principal => {
  const { principal } = request as AuthenticatedRequest;
  if (principal === undefined)
    throw new Error('The route asks for a principal but declares no authentication.');
  return principal;
};

/**
 * Returns what the request asks for, the same by every path that leads to it.
 *
 * @throws Error when no guard ran: a route that calls this must be `Authenticated`.
 */
export const requestedOperation = (request: LedgerRequest): Operation => {
  const { operation } = request as AuthenticatedRequest;
  if (operation === undefined)
    throw new Error('The route asks for its operation but declares no authentication.');
  return operation;
};

/** Injects the principal that the guard of the route has authenticated. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<LedgerRequest>()),
);
