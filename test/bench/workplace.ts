import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { documentedHeader, type Institution, newInstitution } from '../support/institution.js';

/** What every section of the benchmark works with. */
export interface Workplace {
  readonly institution: Institution;
  /** The institution's Authorization header. */
  readonly authorization: string;
  /** Creates a new data directory. */
  readonly directory: (name: string) => Promise<string>;
}

export const openWorkplace = async (root: string): Promise<Workplace> => {
  const institution = newInstitution('Bench', 'bench');
  return {
    institution,
    authorization: await documentedHeader(institution),
    directory: (name) => mkdtemp(join(root, `${name}-`)),
  };
};

/** Prints progress on standard error; the results go to the report. */
export const progress = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
