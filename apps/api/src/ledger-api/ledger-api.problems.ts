import { type ApiFamily, httpStatusOf } from '#libs/http';

/**
 * The ledger's own API, with problem details (RFC 9457) that have the fields at fault and a correlation id.
 */
export const ledgerFamily: ApiFamily = {
  name: 'ledger',
  headers: {},
  ownsPath: () => true,
  answer: ({ code, message, fields }, { correlationId, path }) => ({
    status: httpStatusOf[code],
    contentType: 'application/problem+json; charset=utf-8',
    body: {
      type: `urn:dispute-ledger:problem:${code}`,
      title: code.replaceAll('-', ' '),
      status: httpStatusOf[code],
      detail: message,
      instance: path,
      correlationId,
      ...(fields.length > 0 && { errors: fields }),
    },
  }),
};
