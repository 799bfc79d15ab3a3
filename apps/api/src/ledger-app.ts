import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ApiEnvironment } from './api-environment.js';
import { AppModule } from './app.module.js';
import { createHttpEdge } from './http/http-edge.js';
import { KnownRoutes } from './http/known-routes.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestMetrics } from './http/request-metrics.js';
import type { Ledger } from './ledger.js';
import { NestLogger } from './logger.js';

/** Creates the HTTP application over an open ledger. It does not listen yet. */
export const createLedgerApp = async (
  ledger: Ledger,
  environment: ApiEnvironment,
  logger: Logger,
): Promise<NestFastifyApplication> => {
  const metrics = new RequestMetrics();
  const adapter = createHttpEdge(logger, metrics);
  const knownRoutes = new KnownRoutes(adapter.getInstance<FastifyInstance>());
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(ledger, environment, metrics),
    adapter,
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  app.useGlobalFilters(new ProblemFilter(knownRoutes, logger, ledger));
  return app;
};
