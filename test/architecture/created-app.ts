import { createLogger } from '#libs/environment';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { readApiEnvironment } from '../../apps/api/src/api-environment.js';
import { createLedgerApp } from '../../apps/api/src/ledger-app.js';
import { openLedger } from '../../apps/api/src/ledger.js';
import { inThisThread } from '../support/running-ledger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

export interface CreatedApp {
  readonly url: string;
  /** Every controller class that Nest instantiated. */
  readonly controllers: readonly Type[];
  readonly providers: readonly Type[];
  /** Returns the controllers of one module. */
  controllersOf(module: Type): readonly Type[];
  close(): Promise<void>;
}

/** Starts the whole application in this process, over a new data directory. */
export const createdApp = async (): Promise<CreatedApp> => {
  const directory = await temporaryDirectory();
  const environment = readApiEnvironment({ LEDGER_DATA_DIR: directory.path, LOG_LEVEL: 'silent' });
  const logger = createLogger('silent');
  const ledger = await openLedger(environment, logger, inThisThread);
  const app = await createLedgerApp(ledger, environment, logger);
  await app.listen(0, '127.0.0.1');
  const modules = [...app.get(ModulesContainer).values()];
  return {
    url: await app.getUrl(),
    controllers: controllersIn(app),
    controllersOf: (module) =>
      modules
        .filter(({ metatype }) => metatype === module)
        .flatMap(({ controllers }) => classesOf(controllers.values())),
    providers: modules.flatMap(({ providers }) => classesOf(providers.values())),
    close: async () => {
      await app.close();
      await ledger.close();
      await directory.remove();
    },
  };
};

/** Returns every controller class that Nest instantiated. */
export const controllersIn = (app: INestApplicationContext): readonly Type[] =>
  [...app.get(ModulesContainer).values()].flatMap(({ controllers }) => classesOf(controllers.values()));

const classesOf = (wrappers: Iterable<{ metatype: unknown }>): Type[] =>
  [...wrappers].map(({ metatype }) => metatype).filter((type): type is Type => typeof type === 'function');
