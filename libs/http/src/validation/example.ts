import 'reflect-metadata';
import type { DtoClass } from './dto-fields.js';

const EXAMPLE = Symbol('example');

/**
 * Gives the field an example, as JSON: `@Example('["screen-1"]')`. Messages about its type and form end with
 * it.
 */
export const Example = (json: string): PropertyDecorator => Reflect.metadata(EXAMPLE, json);

/** Returns the field's example as JSON; undefined without one. */
export const exampleOf = (dto: DtoClass, property: string): string | undefined =>
  Reflect.getMetadata(EXAMPLE, dto.prototype as object, property) as string | undefined;
