import { enfinitosExamples } from '../../libs/partners/src/enfinitos/enfinitos.examples.js';
import { settings } from './settings.js';

interface List {
  readonly data: { readonly disputes: readonly { readonly id: string }[] };
}

/**
 * Opens disputes and lists them, in sequence. Resolves with the milliseconds that each list took from its
 * request until it was there.
 *
 * @throws Error when a list does not have the dispute that was opened before it.
 */
const probe = async (url: string, authorization: string): Promise<readonly number[]> => {
  const waits: number[] = [];
  const body = JSON.stringify(enfinitosExamples.open);
  const headers = { 'content-type': 'application/json', authorization };
  for (let index = 0; index < settings.visibilityProbes; index += 1) {
    const opened = await fetch(`${url}/v1/disputes`, { method: 'POST', headers, body });
    const { id } = ((await opened.json()) as { data: { dispute: { id: string } } }).data.dispute;
    const asked = performance.now();
    const listed = await fetch(`${url}/v1/disputes`, { headers: { authorization } });
    const { disputes } = ((await listed.json()) as List).data;
    waits.push(performance.now() - asked);
    if (disputes[0]?.id !== id) throw new Error('A list had less than was acknowledged.');
  }
  return waits;
};

const [url = '', authorization = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await probe(url, authorization))}\n`);
