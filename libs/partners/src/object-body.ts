import { invalidRequest } from '#libs/http';
import { isJsonObject, type JsonValue } from '#libs/kernel';

/**
 * Returns the fields of a body that may be absent or null. Where no field is required, a body of another type
 * would pass for an empty one.
 *
 * @throws RequestProblem for a body that is present and not an object.
 */
export const objectOrNothing = (body: JsonValue | undefined): object => {
  if (body == null || isJsonObject(body)) return body ?? {};
  throw invalidRequest([{ path: '', message: 'The body must be a JSON object' }]);
};
