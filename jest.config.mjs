// Jest 30 on native ESM. Before Node 24.9 Jest cannot require() an ES module, so the ESM-only
// packages that CommonJS parts of Fastify require() are compiled down to CommonJS.
const esmRequiredByCommonJs = 'cookie|content-disposition';

const typescript = {
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

export default {
  testEnvironment: 'node',
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  globalSetup: '<rootDir>/test/support/build.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmRequiredByCommonJs})/)`],
  transform: {
    '^.+\\.ts$': ['@swc/jest', typescript],
    [`node_modules/(${esmRequiredByCommonJs})/.*\\.js$`]: [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // The slowest suites start real processes and kill them; on a cluster every command goes through a server besides.
  testTimeout: process.env.TEST_DEPLOYMENT === 'cluster' ? 180_000 : 60_000,
  workerIdleMemoryLimit: '512MB',
  // Much of the time the suites wait for processes that they have started: a worker less would leave a core idle.
  maxWorkers: '100%',
};
