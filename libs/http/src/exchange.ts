import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { LedgerRequest } from './ledger-request.js';

/** A request and the reply to it: what a route needs beyond its body, to read and to set headers. */
export interface Exchange {
  readonly request: LedgerRequest;
  readonly reply: FastifyReply;
}

/** Injects the exchange into a route. What the route returns is still the body of the answer. */
export const HttpExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest<LedgerRequest>(), reply: http.getResponse<FastifyReply>() };
});
