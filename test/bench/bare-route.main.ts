import { startBareRoute } from './bare-route.js';

process.once('SIGTERM', () => process.exit(0));
await startBareRoute(process.argv[2] ?? '');
