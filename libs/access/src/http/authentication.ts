import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  type Type,
  UseGuards,
} from '@nestjs/common';
import type { LedgerRequest } from '#libs/http';
import type { Principal } from '../application/principal.js';

/** The key of the metadata that says who may call a route. The architecture test reads it. */
export const AUTHENTICATION = 'ledger:authentication';

/** The key of the metadata with the scopes that a route requires. */
export const SCOPES = 'ledger:scopes';

/** Opens a route to everybody. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(AUTHENTICATION, 'public');

/** Restricts a route to callers whom the guard authenticates and whose credential has every scope given. */
export const Authenticated = (
  guard: Type<CanActivate>,
  ...scopes: readonly string[]
): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(AUTHENTICATION, guard.name), SetMetadata(SCOPES, scopes), UseGuards(guard));

interface AuthenticatedRequest extends LedgerRequest {
  principal?: Principal;
}

/** Attaches the principal that a guard has authenticated to the request. */
export const setPrincipal = (request: LedgerRequest, principal: Principal): void => {
  (request as AuthenticatedRequest).principal = principal;
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

/** Injects the principal that the guard of the route has authenticated. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<LedgerRequest>()),
);
