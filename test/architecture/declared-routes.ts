import { AUTHENTICATION } from '#libs/access';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

/** A route as its controller declares it. */
export interface DeclaredRoute {
  readonly method: string;
  /** The pattern, with a slash at its beginning. */
  readonly path: string;
  /** The authentication that the route, or else its controller, declares. */
  readonly authentication: unknown;
  /** The method, and the first of the paths by which the same handler is reached. */
  readonly operation: string;
}

/** Returns the routes of a controller, one for each path by which a handler is reached. */
export const declaredRoutes = (controller: Type): readonly DeclaredRoute[] => {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .map((name) => prototype[name])
    .filter((member) => typeof member === 'function')
    .filter((handler) => Reflect.hasMetadata(METHOD_METADATA, handler))
    .flatMap((handler) => {
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      const paths = pathsOf(controller).flatMap((root) => pathsOf(handler).map((path) => joined(root, path)));
      const authentication: unknown =
        Reflect.getMetadata(AUTHENTICATION, handler) ?? Reflect.getMetadata(AUTHENTICATION, controller);
      return paths.map((path) => ({ method, path, authentication, operation: `${method} ${paths[0]}` }));
    });
};

/** Returns the paths of a controller or a route, which may have several. */
const pathsOf = (target: object): readonly string[] =>
  [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();

const joined = (root: string, path: string): string =>
  [root, path]
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '')
    .reduce((whole, part) => `${whole}/${part}`, '');
