import { type ExecutionContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { Operation } from '../application/admitted-request.js';

/** By handler: a route does not change, and every request asks. */
const operations = new WeakMap<object, Operation>();

/**
 * Returns what a route does, whatever path led to it. Its name is its method and the first of the paths that
 * it declares, as in `PUT v1/tenants/:tenantId/reasons/:reasonId`. Idempotency keys are scoped by it, so
 * another path is declared after the first one: a new first path would make every retry a new command.
 */
export const operationOf = (context: ExecutionContext): Operation => {
  const handler = context.getHandler();
  const known = operations.get(handler);
  if (known !== undefined) return known;
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const paths = pathsOf(context.getClass()).flatMap((root) =>
    pathsOf(handler).map((path) => [root, path].filter((part) => part !== '').join('/')),
  );
  const operation = { name: `${method} ${paths[0] ?? ''}`, paths: paths.map((path) => `/${path}`) };
  operations.set(handler, operation);
  return operation;
};

const pathsOf = (target: object): readonly string[] =>
  [Reflect.getMetadata(PATH_METADATA, target) as string | string[]]
    .flat()
    .map((path) => path.replace(/^\/+|\/+$/g, ''));
