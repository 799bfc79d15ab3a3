import { request } from 'node:http';
import { headersOf, type Answer } from './send.js';

/** Longer than a healthy server takes. */
const WAIT_MS = 20_000;

/**
 * Opens an answer that never ends, reads it up to the text and closes it. Without a text it stays open until the server
 * stops.
 *
 * @throws Error when the text does not come.
 */
export const openStream = (
  url: string,
  { path, headers, until }: { path: string; headers: Readonly<Record<string, string>>; until?: string },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asking = request(url + path, { headers, agent: false }, (response) => {
      const answer = (text: string): Answer => ({
        status: response.statusCode ?? 0,
        headers: headersOf(response.rawHeaders),
        bytes: Buffer.from(text),
      });
      let text = '';
      if (until === undefined) resolve(answer(''));
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (until === undefined || !text.includes(until) || !text.endsWith('\n\n')) return;
        resolve(answer(text));
        asking.destroy();
      });
      response.on('error', reject);
    });
    asking.setTimeout(WAIT_MS, () =>
      asking.destroy(new Error(`The stream did not come to ${until ?? 'begin'}.`)),
    );
    asking.on('error', reject);
    asking.end();
  });
