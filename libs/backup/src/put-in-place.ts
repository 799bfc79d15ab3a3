import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dataFiles, restorePlanOf } from '#libs/environment';
import { exists, syncDirectory, writeWhole } from './files.js';

/** What a restore has put together, before it puts it in place. While its file is there, no ledger starts. */
export interface RestorePlan {
  /** The directory of the backup. */
  readonly backup: string;
  readonly backupId: string;
  /** The name of the directory for the files that were there. */
  readonly former: string;
  /** The names of the files to put in place, the log last. */
  readonly files: readonly string[];
}

/** The file that is put in place last: as long as it waits, whatever log is there is a former one. */
export const LOG = basename(dataFiles('').events);

const READ_MODELS = basename(dataFiles('').readModels);
const AS_OF = 'as-of';
const CHECKPOINT = basename(dataFiles('').checkpoint);

export const readPlan = async (dataDirectory: string): Promise<RestorePlan | undefined> => {
  const file = restorePlanOf(dataDirectory);
  return (await exists(file)) ? (JSON.parse(await readFile(file, 'utf8')) as RestorePlan) : undefined;
};

/** Records the plan. From here on the restore is finished and not undone, by whoever runs it again. */
export const writePlan = (dataDirectory: string, plan: RestorePlan): Promise<void> =>
  writeWhole(restorePlanOf(dataDirectory), `${JSON.stringify(plan, null, 2)}\n`);

/**
 * Moves the former files away and the restored ones in place. Each step is a rename, and can be repeated: a
 * call after an interrupted one continues it. Nothing is deleted.
 */
export const putInPlace = async (dataDirectory: string, plan: RestorePlan): Promise<void> => {
  const { restoring } = dataFiles(dataDirectory);
  const waits = (name: string): Promise<boolean> => exists(join(restoring, name));
  if (await waits(LOG)) {
    const former = join(dataDirectory, plan.former);
    for (const name of await readdir(dataDirectory))
      if (isReplaced(name, plan) && ((await waits(name)) || !plan.files.includes(name))) {
        await mkdir(former, { recursive: true, mode: 0o700 });
        await rename(join(dataDirectory, name), await freeName(former, name));
      }
    if (await exists(former)) await syncDirectory(former);
    await syncDirectory(dataDirectory);
    for (const name of plan.files)
      if (await waits(name)) {
        await rename(join(restoring, name), join(dataDirectory, name));
        await syncDirectory(dataDirectory);
      }
  }
  await rm(restorePlanOf(dataDirectory));
  await syncDirectory(restoring);
  await rm(restoring, { recursive: true, force: true });
};

/** Returns whether a file of the data directory is a former one as long as the restored log waits. */
const isReplaced = (name: string, { files }: RestorePlan): boolean =>
  name.startsWith(LOG) ||
  name.startsWith(READ_MODELS) ||
  name === AS_OF ||
  name === CHECKPOINT ||
  files.includes(name);

/** Returns a path that is free, if a file of the name was moved there before. */
const freeName = async (directory: string, name: string): Promise<string> => {
  for (let number = 0; ; number += 1) {
    const path = join(directory, number === 0 ? name : `${name}.${number}`);
    if (!(await exists(path))) return path;
  }
};
