import { TestEventStore } from './test-event-store.js';

/**
 * Test code: the test server as a process of its own, for benchmarks and for tests of several processes.
 * Prints its URL as JSON on the first line. Argument: the port (any by default).
 */
const [port = '0'] = process.argv.slice(2);
const store = await TestEventStore.start({ port: Number(port), hasCategoryProjection: true });
process.stdout.write(`${JSON.stringify({ url: store.url })}\n`);
process.once('SIGTERM', () => void store.stop());
