import { invalidRequest, type LedgerRequest, unknownNames } from '#libs/http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Observable } from 'rxjs';

/**
 * Rejects query parameters on every route that does not declare that it reads its query (`@Query()`): a
 * filter that nobody reads would return the wrong list. Routes that do, validate it. It runs after the guards,
 * so that a stranger learns nothing but that they are one.
 */
export class UndeclaredQueries implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const given = Object.keys(context.switchToHttp().getRequest<LedgerRequest>().query as object);
    if (given.length > 0 && !readsQuery(context))
      throw invalidRequest(unknownNames(given, { known: [], kind: 'parameter' }));
    return next.handle();
  }
}

const QUERY = new RegExp(`^${RouteParamtypes.QUERY}:`);

const readsQuery = (context: ExecutionContext): boolean => {
  const declared = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
    object | undefined;
  return Object.keys(declared ?? {}).some((parameter) => QUERY.test(parameter));
};
