/** Imported before an acceptance suite, this lets it run on EventStoreDB and PostgreSQL; `npm run test:cluster` runs all of them so. */
process.env['TEST_DEPLOYMENT'] = 'cluster';
