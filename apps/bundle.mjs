import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const settings = {
  // Its CommonJS build requires its own files by names that esbuild cannot follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
  // Bundles what tsc emitted. With the project's `paths`, esbuild would compile the sources again, and drop
  // the types of constructor parameters, by which Nest injects.
  tsconfigRaw: {},
};

/** Packages that load files of their own, and so stay outside the bundles. */
const onDemand = ['@eventstore/db-client', '@photostructure/sqlite'];

/** Optional packages that others load if they are installed. These are not. */
const notInstalled = [
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'pg-native',
];

/** CommonJS packages call `require` for Node's own modules, and an ES module has none. */
const requireInModules =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/**
 * Bundles processes into a handful of files, with the scripts of their threads beside them, where they are
 * looked for.
 */
const bundleProcesses = async (name, ...scripts) => {
  const outdir = `dist/bundles/${name}`;
  // Files of an earlier build may have other names.
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

/**
 * Bundles what the ledger is compared with, too: a bundle serves some percent more requests than its files.
 */
const bundleBench = () =>
  bundleProcesses(
    'bench',
    'dist/test/bench/bare-route.main.js',
    'dist/test/bench/unproven-ledger.main.js',
    threads,
  );

/**
 * Bundles what tests need: the product, and processes that start fast because tests start and kill dozens.
 */
const bundleTests = () =>
  Promise.all([
    bundleProduct(),
    bundleProcesses('tests', 'dist/test/integration/*.main.js', 'dist/test/faults/**/*.main.js'),
  ]);

const forms = { product: bundleProduct, bench: bundleBench, tests: bundleTests };

await forms[process.argv[2] ?? 'product']();
