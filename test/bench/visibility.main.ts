import { updateBody } from './commands.js';
import { settings } from './settings.js';

/**
 * Measures, in sequence, the milliseconds from an acknowledgement until the timeline has reached its
 * position.
 */
const probe = async (url: string, authorization: string, apiKey: string): Promise<readonly number[]> => {
  const waits: number[] = [];
  for (let index = 0; index < settings.visibilityProbes; index += 1) {
    const written = await fetch(`${url}/update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: updateBody(index),
    });
    const acknowledged = performance.now();
    const position = BigInt(written.headers.get('ledger-position') ?? '0');
    const { disputeId } = (JSON.parse(updateBody(index)) as { dispute: { disputeId: string } }).dispute;
    const timeline = `${url}/ledger/disputes/bench/${disputeId}/timeline?limit=1`;
    let seen = 0n;
    while (seen < position) {
      const answer = await fetch(timeline, { headers: { authorization: `Bearer ${apiKey}` } });
      await answer.arrayBuffer();
      seen = BigInt(answer.headers.get('ledger-position') ?? '0');
    }
    waits.push(performance.now() - acknowledged);
  }
  return waits;
};

const [url = '', authorization = '', apiKey = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await probe(url, authorization, apiKey))}\n`);
