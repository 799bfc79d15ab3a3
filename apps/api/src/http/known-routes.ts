import type { FastifyInstance } from 'fastify';

/**
 * The routes of the server. They distinguish a path that does not exist from one that exists for other
 * methods, which Fastify does not.
 */
export class KnownRoutes {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Must be called before the routes are registered. */
  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      this.routes.push({ pattern: patternOf(url), methods: [method].flat() });
    });
  }

  /** Returns the methods that the path answers to; none for a path that does not exist. */
  methodsOf(path: string): readonly string[] {
    return [
      ...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
    ];
  }
}

const patternOf = (url: string): RegExp => {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
};
