// Loaded before a built command (`node --import`): kills the process in place of the nth step that changes
// files. Prints nothing; a command that has fewer steps ends as usual.
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const dyingAt = Number(process.env.DIE_AT_STEP);
let steps = 0;

const counted = (target, name) => {
  const original = target[name];
  target[name] = function (...args) {
    steps += 1;
    if (steps === dyingAt) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(original, this, args);
  };
};

const handle = await files.open(process.execPath);
const ofHandles = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['writeFile', 'sync']) counted(ofHandles, name);
for (const name of ['chmod', 'link', 'mkdir', 'rename', 'rm']) counted(files, name);
syncBuiltinESMExports();
