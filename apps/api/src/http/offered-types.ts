import { preferredType } from '#libs/http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

/** The key of the metadata with the media types that a route answers in. */
const OFFERED_TYPES = 'ledger:offered-types';

const JSON_ONLY = ['application/json'] as const;

/** Names the media types that a route answers in. A route without this answers in JSON. */
export const Offers = (...types: readonly string[]): MethodDecorator & ClassDecorator =>
  SetMetadata(OFFERED_TYPES, types);

/** Lets a route answer in its one form whatever `Accept` says: monitoring asks for types of its own. */
export const OffersAnything = (): MethodDecorator & ClassDecorator => SetMetadata(OFFERED_TYPES, []);

/**
 * Rejects a read whose `Accept` allows none of the types that the route has (406), so that nobody takes JSON
 * for the file that they asked for. A write is not rejected for the form of its answer.
 */
export class OfferedTypes implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method !== 'GET' && request.method !== 'HEAD') return next.handle();
    const types = offeredBy(context);
    if (types.length > 0) preferredType(request, types);
    if (types.length > 1) void context.switchToHttp().getResponse<FastifyReply>().header('Vary', 'Accept');
    return next.handle();
  }
}

const offeredBy = (context: ExecutionContext): readonly string[] =>
  (Reflect.getMetadata(OFFERED_TYPES, context.getHandler()) as readonly string[] | undefined) ??
  (Reflect.getMetadata(OFFERED_TYPES, context.getClass()) as readonly string[] | undefined) ??
  JSON_ONLY;
