import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { startLedger } from '../../support/running-ledger.js';

it('is not delayed by a connection without a request', async () => {
  const ledger = await startLedger();
  const connection = connect(Number(new URL(ledger.url).port), '127.0.0.1');
  await once(connection, 'connect');
  const closed = once(connection, 'close');
  await ledger.dispose();
  await closed;

  expect(connection.closed).toBe(true);
});
