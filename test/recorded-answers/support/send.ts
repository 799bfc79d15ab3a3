import { request } from 'node:http';

export interface Question {
  readonly method: string;
  readonly path: string;
  /** In the order in which they are sent; a name may occur twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Longer than any answer of a healthy server takes. */
const ANSWER_MS = 20_000;

/** Headers of the transport, which the ledger does not set. */
const TRANSPORT = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/**
 * Sends exactly these headers, which `fetch` would add to and merge, on a connection of its own.
 *
 * @throws Error when no whole answer comes.
 */
export const send = (url: string, { method, path, headers, body = '' }: Question): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const sized = length > 0 ? [['content-length', String(length)] as const] : [];
    const { hostname, port, host } = new URL(url);
    const sending = request(
      { hostname, port, path, method, agent: false, timeout: ANSWER_MS, setHost: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: headersOf(response.rawHeaders),
            bytes: Buffer.concat(chunks),
          });
        });
      },
    );
    for (const [name, value] of merged([['host', host], ...sized, ...headers]))
      sending.setHeader(name, value);
    sending.on('error', reject);
    sending.on('timeout', () => sending.destroy(new Error(`No answer in ${ANSWER_MS} ms.`)));
    sending.end(body);
  });

/** Collects the values of a name that occurs twice, which are sent as two lines. */
const merged = (headers: Question['headers']): ReadonlyMap<string, string[]> => {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
};

export const headersOf = (raw: readonly string[]): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    if (TRANSPORT.has(name)) continue;
    const value = raw[index + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]} (and again) ${value}`;
  }
  return headers;
};

export const jsonOf = <Body>({ bytes }: Answer): Body => JSON.parse(bytes.toString('utf8')) as Body;
