import { type Exchange, isKnownToCaller, type LedgerRequest } from '#libs/http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/**
 * Answers a read with 304 and no body if `If-None-Match` names the entity tag of the answer (RFC 9110 section
 * 13.1.2), on every route that sends one.
 */
@Injectable()
export class ConditionalReads implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<LedgerRequest>();
    if (request.method !== 'GET' || request.headers['if-none-match'] === undefined) return next.handle();
    const exchange = { request, reply: http.getResponse<FastifyReply>() };
    return next.handle().pipe(map((body: unknown) => (isNotModified(exchange) ? undefined : body)));
  }
}

const isNotModified = ({ request, reply }: Exchange): boolean => {
  const entityTag = reply.getHeader('ETag');
  if (typeof entityTag !== 'string' || reply.statusCode !== 200) return false;
  if (!isKnownToCaller(entityTag, request)) return false;
  void reply.status(304);
  return true;
};
