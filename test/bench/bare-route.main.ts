import { startBareRoute } from './bare-route.js';

process.once('SIGTERM', () => process.exit(0));
const [dataDirectory = '', signatures] = process.argv.slice(2);
await startBareRoute(dataDirectory, signatures === 'remembered' ? 'remembered' : 'every-time');
