import type { IncomingMessage } from 'node:http';
import { givenCorrelationId, httpLimits, readJsonBodies } from '#libs/http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import { familyOf, pathOf } from './families.js';
import type { RequestMetrics } from './request-metrics.js';

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
    // Requests in flight are finished at shutdown; connections that only wait for one are not.
    forceCloseConnections: 'idle',
    genReqId: ({ headers }: IncomingMessage) => givenCorrelationId(headers['x-correlation-id']) ?? v7(),
  });
  const server = adapter.getInstance() as unknown as FastifyInstance;
  readJsonBodies(server);
  server.addHook('onRequest', (request, reply, done) => {
    reply
      .headers(SECURITY_HEADERS)
      .headers(familyOf(pathOf(request.url)).headers)
      .header('X-Correlation-Id', request.id);
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
