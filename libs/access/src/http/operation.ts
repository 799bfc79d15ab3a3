import { type ExecutionContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

/**
 * Returns the name of what a route does, whatever path led to it: its method and the first of the paths that
 * it declares, as in `PUT v1/tenants/:tenantId/reasons/:reasonId`. Idempotency keys are scoped by it, so
 * another path is declared after the first one: a new first path would make every retry a new command.
 */
export const operationOf = (context: ExecutionContext): string => {
  const handler = context.getHandler();
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const path = [context.getClass(), handler].map(firstPathOf).filter((part) => part !== '');
  return `${method} ${path.join('/')}`;
};

const firstPathOf = (target: object): string => {
  const [first = ''] = [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  return first.replace(/^\/+|\/+$/g, '');
};
