import { invalidRequest } from '#libs/http';
import { isJsonObject, type JsonValue } from '#libs/kernel';

/** Returns the body's fields. A body that is no object has none of them: each that is required is named. */
export const objectOf = (body: JsonValue | undefined): object => (isJsonObject(body) ? body : {});

/**
 * Returns the fields of a body that may be missing. Where no field is required, a body that is no object would pass for
 * an empty one.
 *
 * @throws RequestProblem for a body that is there and no object.
 */
export const objectOrNothing = (body: JsonValue | undefined): object => {
  if (body == null || isJsonObject(body)) return body ?? {};
  throw invalidRequest([{ path: '', message: 'The body must be a JSON object' }]);
};
