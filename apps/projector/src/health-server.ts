import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRebuilding, rebuildStateOf, statusOf } from '#libs/deployment';
import type { Environment } from '#libs/environment';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Projector } from './projector.js';

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

type Route = () => Promise<Answer> | Answer;

/** Serves health and metrics on the same paths and in the same form as the API. Any other path is a 404. */
export const startHealthServer = async (
  projector: Projector,
  { host, port }: Pick<Environment, 'host' | 'port'>,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const metrics = projectorMetrics(projector);
  const routes = new Map<string, Route>([
    ['/health/live', () => json(200, { status: 'live' })],
    ['/health/ready', () => readiness(projector)],
    [
      '/metrics',
      async () => ({ status: 200, contentType: metrics.contentType, body: await metrics.metrics() }),
    ],
  ]);
  const server = createServer((request, response) => void serve(routes, request, response));
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
};

const serve = async (
  routes: ReadonlyMap<string, Route>,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const route = method === 'GET' ? routes.get(url.replace(/\?.*$/, '')) : undefined;
  const { status, contentType, body } = (await route?.()) ?? json(404, { status: 'not-found' });
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
};

/** How many of the streams that are held back readiness names; `ledger quarantine list` names all. */
const SHOWN_HELD = 5;

/**
 * Returns 200 for a standby as well, because it is ready to take over: also beside a projector of an older
 * version, which is ended only once this one is ready.
 */
const readiness = async (projector: Projector): Promise<Answer> => {
  const { isEventStoreUp, isReadStoreUp, lag, rowsRefused } = await projector.standing();
  const checks = {
    eventStore: isEventStoreUp,
    readStore: isReadStoreUp || (!projector.isActive && (await projector.canTakeOver())),
    readModels: projector.isHealthy && rowsRefused === undefined,
  };
  const isReady = Object.values(checks).every(Boolean);
  const state = isReady ? await rebuildStateOf(projector.rows) : {};
  const held = await projector.held().catch(() => []);
  return json(isReady ? 200 : 503, {
    status: statusOf(isReady, state),
    role: projector.isActive ? 'active' : 'standby',
    checks,
    readModelLag: lag,
    ...(rowsRefused !== undefined && { rowsRefused }),
    ...state,
    ...(held.length > 0 && { heldBack: { count: held.length, first: held.slice(0, SHOWN_HELD) } }),
  });
};

const json = (status: number, body: object): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});

const projectorMetrics = (projector: Projector): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const active = new Gauge({
    name: 'ledger_projector_active',
    help: '1 in the projector that writes, 0 in a standby',
    registers: [registry],
    collect: () => {
      active.set(projector.isActive ? 1 : 0);
    },
  });
  const lag = new Gauge({
    name: 'ledger_read_model_lag_positions',
    help: 'How far the read models are behind the log',
    registers: [registry],
    collect: async () => {
      lag.set((await projector.standing()).lag);
    },
  });
  const rebuilding = new Gauge({
    name: 'ledger_read_models_rebuilding',
    help: '1 while the read models are built from the log, so that lists are not complete, else 0',
    registers: [registry],
    collect: async () => {
      rebuilding.set(await isRebuilding(projector.rows));
    },
  });
  const held = new Gauge({
    name: 'ledger_held_streams',
    help: 'Streams that cannot be read and that no operator has decided about',
    registers: [registry],
    collect: async () => {
      held.set(
        await projector.held().then(
          ({ length }) => length,
          () => Number.NaN,
        ),
      );
    },
  });
  return registry;
};
