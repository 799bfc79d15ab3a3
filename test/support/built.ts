import { fileURLToPath } from 'node:url';

const built = (path: string): string => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));

/** Returns the script of a process as an operator starts it, made by the build before the tests. */
export const builtProcess = (app: 'api' | 'cli' | 'projector'): string => built(`bundles/${app}/main.js`);

/** Returns the script of a process that the tests kill. */
export const builtForTests = (
  name: 'appending' | 'checkpointing' | 'projecting' | 'starting-origin',
): string => built(`bundles/tests/${name}.main.js`);

/** The script of the test server. */
export const builtTestServer = built('test/support/eventstoredb/test-event-store.main.js');
