import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cruise as cruiseModules, type IConfiguration } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.js';

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;

/** One file for each rule of `.dependency-cruiser.cjs`, importing what that rule forbids. */
const planted: Record<string, { file: string; imports: string }> = {
  'no-cycles': { file: 'libs/read-store/src/chicken.ts', imports: './egg.js' },
  'no-unresolved': { file: 'libs/disputes/src/read-models/lost.ts', imports: './nowhere.js' },
  'kernel-is-the-ground': { file: 'libs/kernel/src/kernel.ts', imports: 'node:fs' },
  'domain-is-pure': { file: 'libs/disputes/src/domain/rule.ts', imports: '@nestjs/common' },
  'projections-are-pure': { file: 'libs/disputes/src/projections/view.ts', imports: '#libs/event-store' },
  'domain-ignores-projections': {
    file: 'libs/disputes/src/domain/reader.ts',
    imports: '../projections/dispute-view.js',
  },
  'kinds-are-islands': {
    file: 'libs/disputes/src/domain/odr/neighbour.ts',
    imports: '../delivery/delivery-dispute.js',
  },
  'kinds-ignore-their-union': { file: 'libs/disputes/src/domain/odr/upward.ts', imports: '../dispute.js' },
  'application-knows-ports-only': { file: 'libs/disputes/src/application/handler.ts', imports: 'fastify' },
  'technical-libs-know-no-business': { file: 'libs/event-store/src/port.ts', imports: '#libs/disputes' },
  'stores-ignore-transactions': {
    file: 'libs/event-store/src/embedded/store.ts',
    imports: '../transactions/transactor.js',
  },
  'transactions-know-the-port-only': {
    file: 'libs/event-store/src/transactions/shortcut.ts',
    imports: '../eventstoredb/adapter.js',
  },
  'nobody-knows-the-partners': { file: 'libs/disputes/src/vendor.ts', imports: '#libs/partners' },
  'partners-are-islands': { file: 'libs/partners/src/billtrust/a.ts', imports: '../smart-odr/b.js' },
  'partners-never-touch-a-store': { file: 'libs/partners/src/smart-odr/s.ts', imports: '#libs/event-store' },
  'libs-ignore-apps': { file: 'libs/access/src/boss.ts', imports: '../../../apps/api/src/main.js' },
  'apps-are-islands': { file: 'apps/cli/src/neighbour.ts', imports: '../../api/src/main.js' },
  'public-door': { file: 'apps/api/src/window.ts', imports: '../../../libs/disputes/src/domain/dispute.js' },
  'no-way-in-from-inside': { file: 'libs/disputes/src/revolving.ts', imports: '#libs/disputes' },
  'one-event-store-client': { file: 'libs/event-store/src/client.ts', imports: '@eventstore/db-client' },
  'one-sqlite-driver': { file: 'libs/read-store/src/driver.ts', imports: 'node:sqlite' },
  'sqlite-is-for-the-stores': { file: 'libs/access/src/database.ts', imports: '#libs/sqlite' },
  'sql-is-for-read-models': { file: 'apps/api/src/query.ts', imports: 'kysely' },
  'read-models-are-islands': {
    file: 'libs/disputes/src/read-models/timeline/borrowed.ts',
    imports: '../disputes/dispute.read-model.js',
  },
  'streams-ignore-read-models': {
    file: 'libs/disputes/src/streams/late.ts',
    imports: '../read-models/disputes/dispute.read-model.js',
  },
  'one-postgresql-driver': { file: 'libs/disputes/src/read-models/pool.ts', imports: 'pg' },
  'no-test-code-in-production': { file: 'apps/api/src/prop.ts', imports: '../../../test/support/builder.js' },
  'no-development-packages-in-production': { file: 'apps/api/src/tool.ts', imports: 'jest' },
  'unit-specs-start-nothing': {
    file: 'libs/disputes/src/domain/port.spec.ts',
    imports: '../../../../test/support/server.js',
  },
  'adapter-specs-need-no-build': {
    file: 'libs/event-store/src/started.adapter.spec.ts',
    imports: '../../../test/support/started.js',
  },
};

/** The files that the planted ones import, and imports that every rule allows. */
const sound: Record<string, string> = {
  'libs/kernel/src/index.ts': '',
  'libs/sqlite/src/index.ts': "export * from 'node:sqlite';",
  'libs/event-store/src/index.ts': "export * from '#libs/kernel'; export * from '#libs/sqlite';",
  'libs/event-store/src/eventstoredb/adapter.ts': "export * from '@eventstore/db-client';",
  'libs/event-store/src/transactions/transactor.ts': '',
  'libs/read-store/src/egg.ts': "import type {} from './chicken.js';",
  'libs/disputes/src/index.ts': "export * from './application/change-dispute.js';",
  'libs/disputes/src/domain/dispute-decision.ts': "export * from '#libs/kernel';",
  'libs/disputes/src/domain/delivery/delivery-dispute.ts': "export * from '../dispute-decision.js';",
  'libs/disputes/src/domain/dispute.ts': "export * from './delivery/delivery-dispute.js';",
  'libs/disputes/src/projections/dispute-view.ts': "export * from '../domain/dispute.js';",
  'libs/disputes/src/application/change-dispute.ts':
    "import '@nestjs/cqrs'; import '#libs/event-store'; export * from '../domain/dispute.js';",
  'libs/disputes/src/streams/dispute-history.ts': "export * from '../projections/dispute-view.js';",
  'libs/disputes/src/read-models/disputes/dispute.read-model.ts':
    "import 'kysely'; export * from '../../streams/dispute-history.js';",
  'libs/partners/src/index.ts': "export * from './smart-odr/b.js';",
  'libs/partners/src/smart-odr/b.ts': "import 'fastify'; export * from '#libs/disputes';",
  'apps/api/src/main.ts': "import '#libs/partners'; import '#libs/disputes'; import '@nestjs/common';",
  'libs/disputes/src/domain/dispute.spec.ts': "import '../../../../test/support/builder.js';",
  'libs/event-store/src/store.adapter.spec.ts':
    "import './eventstoredb/adapter.js'; import '../../../test/support/server.js';",
  'test/support/builder.ts': "export * from '../../libs/disputes/src/domain/dispute.js';",
  'test/support/server.ts': "import 'node:http';",
  'test/support/built.ts': '',
  'test/support/started.ts': "import './built.js';",
  'test/acceptance/product.spec.ts': "import '../support/started.js';",
};

const installed = ['@eventstore/db-client', '@nestjs/common', '@nestjs/cqrs', 'fastify', 'kysely'];

describe('the arrows', () => {
  let tree: TemporaryDirectory;
  let found: Report;

  beforeAll(async () => {
    tree = await temporaryDirectory();
    await writeTree(tree.path);
    found = await cruise(tree.path);
  });
  afterAll(() => tree.remove());

  it('are each reported when they are broken', () => {
    const broken = Object.entries(planted).map(([rule, { file }]) => `${rule}: ${file}`);
    expect(found.violations).toEqual(expect.arrayContaining(broken));
  });

  it('each have a planted file here', () => {
    expect(Object.keys(planted).sort()).toEqual([...found.rules].sort());
  });

  it('allow sound imports', () => {
    const files = Object.keys(sound).filter((file) => file !== 'libs/read-store/src/egg.ts');
    expect(found.violations.filter((violation) => files.some((file) => violation.endsWith(file)))).toEqual(
      [],
    );
  });
});

interface Report {
  readonly rules: readonly string[];
  readonly violations: readonly string[];
}

const writeTree = async (root: string): Promise<void> => {
  await cp('tsconfig.json', join(root, 'tsconfig.json'));
  const dependencies = Object.fromEntries(installed.map((name) => [name, '*']));
  const manifest = { name: 'planted', type: 'module', dependencies, devDependencies: { jest: '*' } };
  await write(root, 'package.json', JSON.stringify(manifest));
  for (const name of [...installed, 'jest']) {
    await write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    await write(root, `node_modules/${name}/index.js`, '');
  }
  for (const [file, text] of Object.entries(sound)) await write(root, file, text);
  for (const { file, imports } of Object.values(planted)) await write(root, file, `import '${imports}';`);
};

const write = async (root: string, file: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
};

/** Runs dependency-cruiser in this process, which is a second faster than its command. */
const cruise = async (root: string): Promise<Report> => {
  const { options = {}, ...rules } = config;
  // Without a base the paths would be resolved from this process's directory.
  const fileName = join(root, 'tsconfig.planted.json');
  const based = { extends: `./${options.tsConfig?.fileName ?? ''}`, compilerOptions: { baseUrl: '.' } };
  await write(root, 'tsconfig.planted.json', JSON.stringify(based));
  const { output } = await cruiseModules(
    ['apps', 'libs', 'test'],
    { ...options, tsConfig: { fileName }, baseDir: root, validate: true, ruleSet: rules },
    {},
    { tsConfig: extractTSConfig(fileName) },
  );
  if (typeof output === 'string') throw new Error(output);
  const { violations, ruleSetUsed } = output.summary;
  return {
    rules: (ruleSetUsed?.forbidden ?? []).map(({ name = '' }) => name),
    violations: violations.map(({ rule, from }) => `${rule.name}: ${from}`),
  };
};
