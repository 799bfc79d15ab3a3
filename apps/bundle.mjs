import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const settings = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
  // What tsc wrote is bundled. With the project's `paths` esbuild would compile the sources again, and leave out the
  // types of constructor parameters, by which Nest injects.
  tsconfigRaw: {},
};

/** Loaded when they are needed: they bring files of their own. */
const onDemand = ['@eventstore/db-client', '@photostructure/sqlite'];

/** What others would take if it were installed. */
const notInstalled = [
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'pg-native',
];

/** CommonJS packages ask for Node's own modules by this name. */
const requireInModules =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** Processes in a handful of files. Their threads are beside them, where their scripts are looked for. */
const bundleProcesses = async (name, ...scripts) => {
  const outdir = `dist/bundles/${name}`;
  // What was built before may have other names.
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...settings,
    entryPoints: scripts,
    outdir,
    entryNames: '[name]',
    splitting: true,
    external: [...onDemand, ...notInstalled],
    banner: { js: requireInModules },
  });
};

const threads = 'dist/apps/api/src/**/*.worker.js';

const bundleProduct = () =>
  Promise.all([
    bundleProcesses('api', 'dist/apps/api/src/main.js', threads),
    bundleProcesses('cli', 'dist/apps/cli/src/main.js'),
    bundleProcesses('projector', 'dist/apps/projector/src/main.js'),
    build({
      ...settings,
      entryPoints: ['dist/libs/proof/src/verifier/verify.main.js'],
      outfile: 'dist/verify.mjs',
    }),
  ]);

/** A bundle serves some percent more requests than its files: what the ledger is compared with gets the same. */
const bundleBench = () =>
  bundleProcesses(
    'bench',
    'dist/test/bench/bare-route.main.js',
    'dist/test/bench/unproven-ledger.main.js',
    threads,
  );

/** What tests need: the product, and processes that are started and killed dozens of times and should start fast. */
const bundleTests = () =>
  Promise.all([bundleProduct(), bundleProcesses('tests', 'dist/test/integration/*.main.js')]);

const forms = { product: bundleProduct, bench: bundleBench, tests: bundleTests };

await forms[process.argv[2] ?? 'product']();
