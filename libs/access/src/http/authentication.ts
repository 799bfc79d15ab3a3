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

/** The metadata by which the architecture test finds that a route says who may call it. */
export const AUTHENTICATION = 'ledger:authentication';

/** The scopes that the route asks of a credential. */
export const SCOPES = 'ledger:scopes';

/** Anybody may call the route. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(AUTHENTICATION, 'public');

/** The guard proves who calls; the credential must have every one of the scopes. */
export const Authenticated = (
  guard: Type<CanActivate>,
  ...scopes: readonly string[]
): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(AUTHENTICATION, guard.name), SetMetadata(SCOPES, scopes), UseGuards(guard));

interface AuthenticatedRequest extends LedgerRequest {
  principal?: Principal;
}

export const setPrincipal = (request: LedgerRequest, principal: Principal): void => {
  (request as AuthenticatedRequest).principal = principal;
};

/** @throws Error when no guard ran: a route that uses it must be `Authenticated`. */
export const principalOf = (request: LedgerRequest): Principal => {
  const { principal } = request as AuthenticatedRequest;
  if (principal === undefined)
    throw new Error('The route asked for a principal and declares no authentication.');
  return principal;
};

/** The principal whom the route's guard has proven. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<LedgerRequest>()),
);
