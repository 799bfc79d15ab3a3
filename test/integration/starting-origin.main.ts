import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provenStreamPrefixes } from '#libs/deployment';
import { dataFiles, SystemClock } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { startNewOrigin } from '#libs/proof';
import { AppendStatements } from '../../libs/event-store/src/embedded/append-statements.js';
import { onFileSteps } from '../support/file-steps.js';
import { DECIDER, lostIn, REASON } from '../support/restorable-log.js';

// Begins a new origin over a directory, whose file `lost` has the checkpoint that is lost, and prints the
// number of its steps. With n, the process kills itself in place of its nth step: a change of a file, or an
// append before or after its commit.
// Arguments: the directory, and n.

const [, , directory = '', dyingStep = '0'] = process.argv;

let steps = 0;
const step = (): void => {
  steps += 1;
  if (steps === Number(dyingStep)) process.kill(process.pid, 'SIGKILL');
};

const { append } = AppendStatements.prototype;
AppendStatements.prototype.append = function (this: AppendStatements, prepared) {
  step();
  const outcome = append.call(this, prepared);
  setImmediate(step);
  return outcome;
};

const files = dataFiles(directory);
const lost = lostIn(await readFile(join(directory, 'lost'), 'utf8'));
const store = await EmbeddedEventStore.open(files.events);
await onFileSteps(step);
await startNewOrigin(
  { store, streamPrefixes: provenStreamPrefixes, clock: new SystemClock(), files, host: 'ledger.example' },
  { by: DECIDER, reason: REASON, lost },
);
await store.close();
writeSync(1, String(steps));
