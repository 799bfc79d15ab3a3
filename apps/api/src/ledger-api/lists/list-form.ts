import { invalidRequest, preferredType } from '#libs/http';
import type { FastifyRequest } from 'fastify';

export const JSON_TYPE = 'application/json';
export const CSV = 'text/csv';
export const NDJSON = 'application/x-ndjson';

/** The media types that every list of the ledger's API answers in: pages first, then files. */
export const LIST_TYPES = [JSON_TYPE, CSV, NDJSON] as const;

/** A file with everything that matches, in one of its two forms. */
export interface FileForm {
  readonly type: typeof CSV | typeof NDJSON;
  /** Whether the file begins with a byte order mark. */
  readonly hasMark: boolean;
}

/** A query without what only chooses the form, and the form: undefined for pages. */
interface ListQuery {
  readonly form: FileForm | undefined;
  readonly rest: object;
}

/** The query of a file. */
export interface FileQuery extends ListQuery {
  readonly form: FileForm;
}

export const isFileType = (type: string): type is FileForm['type'] => type === CSV || type === NDJSON;

/**
 * Splits the query of a list into the form that the caller wants and the rest.
 *
 * @throws RequestProblem 406 when the caller accepts no form, and 400 for a parameter that the form has not.
 */
export const takeListForm = (query: object, request: Pick<FastifyRequest, 'headers'>): ListQuery => {
  const type = preferredType(request, LIST_TYPES);
  return type === JSON_TYPE ? { form: undefined, rest: withoutMark(query) } : askedFile(query, type);
};

/** Like `takeListForm`, for a caller who prefers this type of file. */
export const askedFile = (query: object, type: FileForm['type']): FileQuery => {
  const refused = PAGE_PARAMETERS.filter((parameter) => Object.hasOwn(query, parameter));
  if (refused.length > 0)
    throw invalidRequest(
      refused.map((path) => ({
        path,
        message: `${path} is for pages; ${type} returns everything that matches`,
      })),
    );
  if (type === NDJSON) return { form: { type, hasMark: false }, rest: withoutMark(query) };
  const { bom = '0', ...rest } = query as { readonly bom?: unknown };
  if (bom !== '0' && bom !== '1')
    throw invalidRequest([{ path: 'bom', message: 'bom must be 1, for a byte order mark, or 0' }]);
  return { form: { type, hasMark: bom === '1' }, rest };
};

const PAGE_PARAMETERS = ['limit', 'cursor'] as const;

const withoutMark = (query: object): object => {
  if (!Object.hasOwn(query, 'bom')) return query;
  throw invalidRequest([{ path: 'bom', message: `bom is for ${CSV}: send it with Accept: ${CSV}` }]);
};
