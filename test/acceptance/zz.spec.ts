import { it } from '@jest/globals';
import { Agent, request } from 'node:http';
import { startLedger } from '../support/running-ledger.js';
it('x', async () => {
  const running = await startLedger();
  const { hostname, port } = new URL(running.url);
  for (const keepAlive of [false, true])
  for (const headers of [{}, {'accept-version': 'x'}, {'content-encoding': 'gzip'},{'idempotency-key': '', cookie: ''}, {'if-match':'*'}, {'x-http-method-override': 'DELETE'}] as Record<string,string>[])
   for (const path of ['/update/', '/update']) for (const body of ['{}', '{"x":'.padEnd(3000,'y')]) {
    const agent = new Agent({ keepAlive });
    const r = await new Promise((resolve) => {
      const s = request({ hostname, port, method: 'POST', path, agent, headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers } }, (a) => { let t=''; a.on('data', (c) => (t += c)); a.on('end', () => resolve([a.statusCode, a.headers.connection, t.slice(0,80)])); });
      s.on('error', (e) => resolve(String(e)));
      s.end(body);
    });
    console.log(keepAlive, path, JSON.stringify(headers), body.length, r);
    agent.destroy();
  }
  await running.dispose();
});
