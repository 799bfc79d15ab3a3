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

/** Returns a project. A spec's folder and name alone decide its project. @see CONTRIBUTING.md, "Tests" */
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
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
  ...more,
});

/** Projects whose specs start the product as an operator does. */
const built = { globalSetup: '<rootDir>/test/support/build.mjs' };

export default {
  projects: [
    project('unit', [
      '<rootDir>/{apps,libs,test/architecture}/**/*.spec.ts',
      '!**/test/architecture/**/*.system.spec.ts',
      '!**/*.adapter.spec.ts',
    ]),
    project('adapters', ['<rootDir>/{apps,libs,test}/**/*.adapter.spec.ts']),
    project(
      'system',
      [
        '<rootDir>/test/**/*.spec.ts',
        '!**/test/{architecture,outside}/**',
        '<rootDir>/test/architecture/**/*.system.spec.ts',
        '!**/*.adapter.spec.ts',
      ],
      built,
    ),
    project('outside', ['<rootDir>/test/outside/**/*.spec.ts'], built),
    project('long', ['<rootDir>/test/**/*.full.ts'], built),
  ],
  // Only a test that hangs reaches the time-out, and a busy machine may be many times slower.
  testTimeout: 600_000,
  workerIdleMemoryLimit: '512MB',
  // Suites often wait for processes that they have started: one worker fewer would leave a core idle.
  maxWorkers: '100%',
};
