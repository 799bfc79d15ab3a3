import { afterAll, beforeAll, describe } from '@jest/globals';
import { openEventStoreDb } from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { eventStoreContract } from '../../contract/event-store.contract.js';

describe('EventStoreDB', () => {
  let server: TestEventStore;
  beforeAll(async () => {
    server = await TestEventStore.start({ hasCategoryProjection: true });
  });
  afterAll(() => server.stop());

  eventStoreContract('the adapter over the test server', () => openEventStoreDb(server.url));

  const realUrl = process.env['TEST_EVENT_STORE_URL'];
  if (realUrl !== undefined)
    eventStoreContract('the adapter over a real server', () => openEventStoreDb(realUrl));
});
