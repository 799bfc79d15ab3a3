import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Calls `step` with the name of each Node.js function that changes files, before it runs. The built code looks
 * these up at each call.
 */
export const onFileSteps = async (step: (name: string) => void): Promise<void> => {
  const handle = await files.open(process.execPath);
  const ofHandles = Object.getPrototypeOf(handle) as object;
  await handle.close();
  const steps: [target: object, name: string][] = [
    [ofHandles, 'writeFile'],
    [ofHandles, 'sync'],
    [files, 'open'],
    [files, 'link'],
    [files, 'rename'],
    [files, 'rm'],
  ];
  for (const [target, name] of steps) {
    const original = Reflect.get(target, name) as Method;
    const counted: Method = function (...args) {
      step(name);
      return original.apply(this, args);
    };
    Reflect.set(target, name, counted);
  }
  syncBuiltinESMExports();
};
