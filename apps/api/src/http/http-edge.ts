import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { givenCorrelationId, httpLimits, readJsonBodies, RequestProblem } from '#libs/http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { familyOf, pathOf } from './families.js';
import type { RequestMetrics } from './request-metrics.js';
import { closeSilentConnections } from './silent-connections.js';

/** Of every answer. One constant object: a middleware for it costs three times as much. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** The HTTP server before it has routes: limits, bodies, correlation, headers, one log line a request. */
export const createHttpEdge = (logger: Logger, metrics: RequestMetrics): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: httpLimits.maxBodyBytes,
    requestTimeout: httpLimits.requestTimeoutMs,
    http: { maxHeaderSize: httpLimits.maxHeaderBytes, headersTimeout: httpLimits.headersTimeoutMs },
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (_: unknown, request: FastifyRequest, reply: FastifyReply) => refuseUrl(request, reply),
    // Requests in flight are finished at shutdown; connections that only wait for one are not.
    forceCloseConnections: 'idle',
    // Fastify's own 503 during shutdown has no vendor's envelope; a late request on an open connection is served.
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

/** A URL that the router cannot read reaches no route, hook or filter, and still belongs to a family. */
const refuseUrl = (request: FastifyRequest, reply: FastifyReply): void => {
  const path = pathOf(request.url);
  const problem = new RequestProblem('invalid-request', 'The URL could not be read.');
  const { status, contentType, body } = familyOf(path).answer(problem, { correlationId: request.id, path });
  void withCommonHeaders(request, reply).status(status).type(contentType).send(body);
};
