import { type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyReply } from 'fastify';
import { preconditionsOf } from './entity-tags.js';
import type { LedgerRequest } from './ledger-request.js';
import { preferredType } from './preferred-type.js';
import { invalidRequest } from './request-problem.js';
import { unknownNames } from './validation/validated.js';

/** The key of the metadata with the media types that a route answers in. */
const OFFERED_TYPES = 'ledger:offered-types';

const JSON_ONLY = ['application/json'] as const;

/** Names the media types that a route answers in. A route without this answers in JSON. */
export const Offers = (...types: readonly string[]): MethodDecorator & ClassDecorator =>
  SetMetadata(OFFERED_TYPES, types);

/** Lets a route answer in its one form whatever `Accept` says: monitoring asks for types of its own. */
export const OffersAnything = (): MethodDecorator & ClassDecorator => SetMetadata(OFFERED_TYPES, []);

/**
 * Rejects what a route does not declare. It runs after the guard that authenticates, so that a stranger learns
 * nothing but that they are one.
 *
 * - Query parameters where the route does not read its query (`@Query()`): a filter that nobody reads would
 *   return the wrong list. Routes that read it validate it.
 * - A read whose `Accept` allows none of the types that the route has (406), so that nobody takes JSON for the
 *   file that they asked for. A write is not rejected for the form of its answer.
 * - A read whose precondition cannot be read; a write reads its own.
 *
 * It is a guard, because an interceptor costs every request ten times as much.
 */
class DeclaredRequest implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<LedgerRequest>();
    const given = Object.keys(request.query as object);
    if (given.length > 0 && !readsQuery(context))
      throw invalidRequest(unknownNames(given, { known: [], kind: 'parameter' }));
    if (request.method !== 'GET' && request.method !== 'HEAD') return true;
    preconditionsOf(request);
    const types = offeredBy(context);
    if (types.length > 0) preferredType(request, types);
    if (types.length > 1) void http.getResponse<FastifyReply>().header('Vary', 'Accept');
    return true;
  }
}

export const declaredRequest: CanActivate = new DeclaredRequest();

const QUERY = new RegExp(`^${RouteParamtypes.QUERY}:`);

const readsQuery = (context: ExecutionContext): boolean => {
  const declared = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
    object | undefined;
  return Object.keys(declared ?? {}).some((parameter) => QUERY.test(parameter));
};

const offeredBy = (context: ExecutionContext): readonly string[] =>
  (Reflect.getMetadata(OFFERED_TYPES, context.getHandler()) as readonly string[] | undefined) ??
  (Reflect.getMetadata(OFFERED_TYPES, context.getClass()) as readonly string[] | undefined) ??
  JSON_ONLY;
