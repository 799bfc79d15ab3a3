/**
 * The arrows of the design. `test/architecture/arrows.spec.ts` plants a violation of each and expects its
 * report.
 */
const tests = '^test/|^libs/[^/]+/contract/|\\.spec\\.ts$';
const technicalLibs = '^libs/(kernel|sqlite|event-store|read-store)/';

/** Returns the pattern of the files that belong to one kind of dispute. */
const kindOfDispute = (kind) => `^libs/disputes/src/(?:domain|projections)/${kind}/`;
const sharedByKinds = [
  '^libs/disputes/src/domain/dispute-(decision|kind)\\.ts$',
  '^libs/disputes/src/projections/(dispute-head|event-description|personal-data|recording)\\.ts$',
];

/** Returns the pattern of packages, resolved or not, so that one that is not installed counts, too. */
const packages = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const arrow = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    arrow(
      'no-cycles',
      'In ESM a cycle of values can crash at start-up; a cycle of types needs only its first value to do so.',
      {},
      { circular: true },
    ),
    arrow(
      'no-unresolved',
      'An import that does not resolve cannot be checked.',
      { path: '^(apps|libs|test)/' },
      // Node.js 20 has no SQLite of its own.
      { couldNotResolve: true, pathNot: '^node:sqlite$' },
    ),
    arrow(
      'kernel-is-the-ground',
      'Everything depends on the kernel, so it depends on nothing.',
      { path: '^libs/kernel/src/', pathNot: tests },
      { pathNot: '^libs/kernel/src/' },
    ),
    arrow(
      'domain-is-pure',
      'Business rules are plain functions that run without Nest, a store or a clock.',
      { path: '^libs/([^/]+)/src/domain/', pathNot: tests },
      { pathNot: ['^libs/kernel/src/index\\.ts$', '^libs/$1/src/(domain|projections)/'] },
    ),
    arrow(
      'projections-are-pure',
      'A view that is a function of its events can be thrown away and rebuilt.',
      { path: '^libs/([^/]+)/src/projections/', pathNot: tests },
      { pathNot: ['^libs/kernel/src/index\\.ts$', '^libs/$1/src/(domain|projections)/'] },
    ),
    arrow(
      'domain-ignores-projections',
      'Decisions never depend on how they are read.',
      { path: '^libs/[^/]+/src/domain/', pathNot: tests },
      { path: '^libs/[^/]+/src/projections/' },
    ),
    arrow(
      'kinds-are-islands',
      'A kind of dispute can be read, tested and removed without the others.',
      { path: kindOfDispute('([^/]+)'), pathNot: tests },
      { path: kindOfDispute('[^/]+'), pathNot: kindOfDispute('$1') },
    ),
    arrow(
      'kinds-ignore-their-union',
      'The unions are made of the kinds. What the kinds share imports neither.',
      { path: kindOfDispute('[^/]+'), pathNot: tests },
      { path: '^libs/disputes/src/(?:domain|projections)/[^/]+\\.ts$', pathNot: sharedByKinds },
    ),
    arrow(
      'application-knows-ports-only',
      'The application joins the domain to the ports, so that every adapter can be replaced.',
      { path: '^libs/([^/]+)/src/application/', pathNot: tests },
      {
        pathNot: [
          '^libs/$1/src/(application|domain)/|^libs/$1/src/limits\\.ts$',
          '^libs/(kernel|event-store|read-store|access|proof)/src/index\\.ts$',
          packages('@nestjs/(common|cqrs)', 'lru-cache'),
          '^(node:)?crypto$',
        ],
      },
    ),
    arrow(
      'technical-libs-know-no-business',
      'The stores keep whatever events they are given.',
      { path: technicalLibs, pathNot: tests },
      { path: '^libs/', pathNot: technicalLibs },
    ),
    arrow(
      'stores-ignore-transactions',
      'The port and its adapters store events; the code that loads, decides and appends builds on the port.',
      {
        path: '^libs/event-store/src/',
        pathNot: [tests, '^libs/event-store/src/(transactions/|index\\.ts$)'],
      },
      { path: '^libs/event-store/src/transactions/' },
    ),
    arrow(
      'transactions-know-the-port-only',
      'A command runs the same on every store.',
      { path: '^libs/event-store/src/transactions/', pathNot: tests },
      { path: '^libs/event-store/src/(embedded|eventstoredb)/' },
    ),
    arrow(
      'nobody-knows-the-partners',
      'A vendor can be added or removed without a change to other libraries.',
      { path: '^libs/', pathNot: '^libs/partners/' },
      { path: '^libs/partners/' },
    ),
    arrow(
      'partners-are-islands',
      'Deleting one vendor must not touch another.',
      { path: '^libs/partners/src/([^/]+)/' },
      { path: '^libs/partners/src/[^/]+/', pathNot: '^libs/partners/src/$1/' },
    ),
    arrow(
      'partners-never-touch-a-store',
      'A vendor edge uses commands and queries, never streams or tables.',
      { path: '^libs/partners/', pathNot: tests },
      { path: ['^libs/(event-store|read-store|sqlite)/', packages('kysely')] },
    ),
    arrow(
      'libs-ignore-apps',
      'Apps compose libs, never the reverse.',
      { path: '^libs/' },
      { path: '^apps/' },
    ),
    arrow(
      'apps-are-islands',
      'Each app is a process of its own.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    arrow(
      'public-door',
      'A library is imported through its index, so that the rest of it may change.',
      { path: '^(?:libs|apps)/([^/]+)/' },
      { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    ),
    arrow(
      'no-way-in-from-inside',
      'A library that imports its own index makes a cycle.',
      { path: '^libs/([^/]+)/' },
      { path: '^libs/$1/src/index\\.ts$' },
    ),
    arrow(
      'one-event-store-client',
      'Only the adapter knows the client of EventStoreDB, so that it can be replaced by its successor.',
      // The test server is built from the service definitions that the client ships.
      { pathNot: '^(libs/event-store/src|test/support)/eventstoredb/' },
      { path: packages('@eventstore', '@kurrent') },
    ),
    arrow(
      'one-sqlite-driver',
      'One place opens databases, and proves that they are durable.',
      { pathNot: '^libs/sqlite/' },
      { path: ['^(node:)?sqlite$', packages('@photostructure/sqlite', 'better-sqlite3')] },
    ),
    arrow(
      'sqlite-is-for-the-stores',
      'Other code that opens a database bypasses a port.',
      { path: '^(apps|libs)/', pathNot: ['^libs/(sqlite|event-store|read-store)/', tests] },
      { path: '^libs/sqlite/' },
    ),
    arrow(
      'sql-is-for-read-models',
      'Queries are written where their tables are declared.',
      { path: '^(apps|libs)/', pathNot: ['^libs/read-store/', '^libs/[^/]+/src/read-models/', tests] },
      { path: packages('kysely') },
    ),
    arrow(
      'read-models-are-islands',
      'A read model is replayed, changed and deleted without the others.',
      { path: '^libs/([^/]+)/src/read-models/([^/]+)/', pathNot: tests },
      { path: '^libs/$1/src/read-models/[^/]+/', pathNot: '^libs/$1/src/read-models/$2/' },
    ),
    arrow(
      'streams-ignore-read-models',
      'What is read from a stream is exact, however far the read models are behind.',
      { path: '^libs/([^/]+)/src/streams/', pathNot: tests },
      { path: '^libs/$1/src/read-models/' },
    ),
    arrow(
      'one-postgresql-driver',
      'Only the read store knows which database it runs on.',
      { pathNot: ['^libs/read-store/', '^test/'] },
      { path: packages('pg', 'pg-[^/]+') },
    ),
    arrow(
      'no-test-code-in-production',
      'Shipped code does not depend on test code.',
      { path: '^(apps|libs)/', pathNot: tests },
      { path: tests },
    ),
    arrow(
      'unit-specs-start-nothing',
      'Unit specs take seconds, anywhere: no process, port, thread or store. A spec with one is an *.adapter.spec.ts.',
      {
        path: '^(apps|libs|test/architecture)/.*\\.spec\\.ts$',
        // It asks node:net whether a text is an IP address, and opens nothing.
        pathNot: [
          '\\.adapter\\.spec\\.ts$',
          '^test/.*\\.system\\.spec\\.ts$',
          '^libs/environment/src/environment\\.spec\\.ts$',
        ],
      },
      {
        path: [
          '^(node:)?(child_process|cluster|dgram|https?|http2|net|sqlite|tls|worker_threads)$',
          packages('@eventstore', '@grpc', '@photostructure/sqlite', 'pg'),
        ],
        reachable: true,
      },
    ),
    arrow(
      'adapter-specs-need-no-build',
      'A store is tested from its sources: only the project `system` waits for the build.',
      { path: '\\.adapter\\.spec\\.ts$' },
      { path: '^test/support/built\\.ts$', reachable: true },
    ),
    arrow(
      'no-development-packages-in-production',
      'The image is built without development packages.',
      { path: '^(apps|libs)/[^/]+/', pathNot: tests },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
