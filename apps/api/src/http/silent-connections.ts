import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets go, at shutdown, of connections on which nobody has asked anything yet. Node counts them as busy, and clients
 * open them in advance: one of them would hold up the end of the process until its time for headers is over.
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
