import { fileURLToPath } from 'node:url';

/** The script of a process as an operator starts it. The build before the tests makes it. */
export const builtProcess = (app: 'api' | 'cli' | 'projector'): string =>
  fileURLToPath(new URL(`../../dist/bundles/${app}/main.js`, import.meta.url));
