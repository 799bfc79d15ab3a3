// Makes an acceptance suite that is imported after this run on EventStoreDB and PostgreSQL.
// `npm run test:cluster` runs all of them on these stores.
process.env['TEST_DEPLOYMENT'] = 'cluster';
