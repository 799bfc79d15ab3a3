import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { givenCorrelationId, httpLimits, readJsonBodies, RequestProblem } from '#libs/http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { familyOf, pathOf } from './families.js';
import type { RequestMetrics } from './request-metrics.js';
import { closeSilentConnections } from './silent-connections.js';

/** The headers of every answer: one constant object, as a middleware costs three times as much. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Creates the HTTP server without routes: limits, bodies, correlation, headers, a log line per request. */
export const createHttpEdge = (logger: Logger, metrics: RequestMetrics): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: httpLimits.maxBodyBytes,
    requestTimeout: httpLimits.requestTimeoutMs,
    http: { maxHeaderSize: httpLimits.maxHeaderBytes, headersTimeout: httpLimits.headersTimeoutMs },
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (_: unknown, request: FastifyRequest, reply: FastifyReply) => refuseUrl(request, reply),
    // At shutdown, requests in flight are finished, and connections that only wait for one are closed.
    forceCloseConnections: 'idle',
    // A late request on an open connection is served: Fastify's own 503 would not have its vendor's envelope.
    return503OnClosing: false,
    genReqId: correlationIdFor,
  });
  const server = adapter.getInstance<FastifyInstance>();
  readJsonBodies(server);
  closeSilentConnections(server);
  server.addHook('onRequest', (request, reply, done) => {
    withCommonHeaders(request, reply);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1_000;
    metrics.observe({ method: request.method, route, status: reply.statusCode, seconds });
    logger.info(
      { correlationId: request.id, method: request.method, route, status: reply.statusCode, seconds },
      'request',
    );
    done();
  });
  return adapter;
};

const CORRELATION_HEADER = 'x-correlation-id';

const correlationIdFor = ({ headers, url = '' }: IncomingMessage): string => {
  const { correlationHeader = CORRELATION_HEADER } = familyOf(pathOf(url));
  return (
    givenCorrelationId(headers[correlationHeader]) ??
    givenCorrelationId(headers[CORRELATION_HEADER]) ??
    randomUUID()
  );
};

const withCommonHeaders = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const { headers, correlationHeader = CORRELATION_HEADER } = familyOf(pathOf(request.url));
  return reply
    .headers(SECURITY_HEADERS)
    .headers(headers)
    .header('X-Correlation-Id', request.id)
    .header(correlationHeader, request.id);
};

/** Answers a URL that the router cannot read, in its family's envelope: no route, hook or filter sees it. */
const refuseUrl = (request: FastifyRequest, reply: FastifyReply): void => {
  const path = pathOf(request.url);
  const problem = new RequestProblem('invalid-request', 'The URL could not be read.');
  const { status, contentType, body } = familyOf(path).answer(problem, { correlationId: request.id, path });
  void withCommonHeaders(request, reply).status(status).type(contentType).send(body);
};
