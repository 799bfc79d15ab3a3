import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Closes, at shutdown, the connections on which nothing was requested yet. Clients open them in advance and
 * Node counts them as busy: one of them would delay shutdown until the time for its headers is over.
 */
export const closeSilentConnections = (server: FastifyInstance): void => {
  const silent = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.server.on('request', ({ socket }) => {
    silent.delete(socket);
  });
  server.addHook('preClose', (done) => {
    for (const socket of silent) socket.destroy();
    done();
  });
};
