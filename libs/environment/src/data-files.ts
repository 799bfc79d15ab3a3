import { join } from 'node:path';

/** The files of a data directory. */
export const dataFiles = (dataDirectory: string) => ({
  events: join(dataDirectory, 'events.sqlite'),
  readModels: join(dataDirectory, 'read-models.sqlite'),
  signingKey: join(dataDirectory, 'signing-key'),
  verifyingKeys: join(dataDirectory, 'verifying-keys'),
  checkpoint: join(dataDirectory, 'checkpoint'),
  /** Where a restore puts the files together before it puts them in place. */
  restoring: join(dataDirectory, 'restoring'),
  demoCredentials: join(dataDirectory, 'demo-credentials.json'),
});
