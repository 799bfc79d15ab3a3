import { refusalOf } from '#libs/access';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import {
  type Exchange,
  givenCorrelationId,
  headerLinesOf,
  httpLimits,
  isKnownToCaller,
  readJsonBodies,
  RequestProblem,
} from '#libs/http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
    http: {
      maxHeaderSize: httpLimits.maxHeaderBytes,
      headersTimeout: httpLimits.headersTimeoutMs,
      // Node's own 400 has no envelope.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: httpLimits.maxIdLength },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      refuseUrl(error, { request, reply });
    },
    clientErrorHandler: refuseUnparsed,
    // At shutdown, requests in flight are finished, and connections that only wait for one are closed.
    forceCloseConnections: 'idle',
    // A late request on an open connection is served: Fastify's own 503 would not have its vendor's envelope.
    return503OnClosing: false,
    genReqId: correlationIdFor,
  });
  const server = adapter.getInstance<FastifyInstance>();
  closeSilentConnections(server);
  server.addHook('onRequest', (request, reply, done) => {
    withCommonHeaders(request, reply);
    done(hostProblem(request));
  });
  // After the hook above: what it refuses has the headers of every answer, too.
  readJsonBodies(server);
  // A hook, because an interceptor of Nest costs every request ten times as much; and on reads only.
  server.addHook('onRoute', (route) => {
    if ([route.method].flat().includes('GET')) route.onSend = answerUnmodified;
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1_000;
    metrics.observe({ method: request.method, route, status: reply.statusCode, seconds });
    const { id: correlationId, method } = request;
    const refused = refusalOf(request);
    logger.info(
      { correlationId, method, route, status: reply.statusCode, seconds, ...(refused && { refused }) },
      'request',
    );
    done();
  });
  return adapter;
};

const answerUnmodified = async (
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> => (isNotModified(request, reply) ? null : payload);

/**
 * Returns whether `If-None-Match` names the entity tag of an answer to a read (RFC 9110 section 13.1.2): it is
 * 304 then, on every route that sends a tag.
 */
const isNotModified = (request: FastifyRequest, reply: FastifyReply): boolean => {
  if (request.headers['if-none-match'] === undefined) return false;
  const entityTag = reply.getHeader('ETag');
  if (typeof entityTag !== 'string' || reply.statusCode !== 200) return false;
  if (!isKnownToCaller(entityTag, request)) return false;
  void reply.status(304).removeHeader('Content-Type').removeHeader('Content-Length');
  return true;
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

/** Returns the problem of a request without a Host, or with two of them (RFC 9112 section 3.2). */
const hostProblem = (request: FastifyRequest): RequestProblem | undefined => {
  const isMissing = request.raw.headers.host === undefined && request.raw.httpVersion === '1.1';
  // Of two, Node silently keeps the first.
  const isAmbiguous = headerLinesOf(request, 'host').length > 1;
  if (!isMissing && !isAmbiguous) return undefined;
  const message = isMissing ? 'The header Host is required.' : 'The header Host must be sent once.';
  return new RequestProblem('invalid-request', message, { headers: { Connection: 'close' } });
};

/**
 * Answers a URL that the router does not look up, in its family's envelope: no route, hook or filter sees it.
 * An id that is longer than any is unknown like any other.
 */
const refuseUrl = (error: FastifyError, { request, reply }: Exchange): void => {
  const path = pathOf(request.url);
  const problem =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? new RequestProblem('not-found', 'There is nothing at this path.')
      : new RequestProblem('invalid-request', 'The URL could not be read.');
  const { status, contentType, body } = familyOf(path).answer(problem, { correlationId: request.id, path });
  void withCommonHeaders(request, reply).status(status).type(contentType).send(body);
};

const STATUS_OF_CLIENT_ERROR: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers bytes that are no request: with a status alone, because no path says whose envelope it would be. */
const refuseUnparsed = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const status = STATUS_OF_CLIENT_ERROR[error.code ?? ''] ?? '400 Bad Request';
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
  socket.destroy(error);
};
