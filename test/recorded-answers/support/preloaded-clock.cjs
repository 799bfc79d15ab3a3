const { openSync, readSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const os = require('node:os');
const { env } = require('node:process');

// Preloaded into every process of the recording and its threads: `Date` reads Unix milliseconds from a file, and stands
// still until the test moves it. All runs have the same times, which are compared without placeholders. Timers are not
// affected.
const DIGITS = 13;
const file = openSync(env.PRESET_CLOCK_FILE, 'r');
const text = Buffer.alloc(DIGITS);

const now = () => {
  readSync(file, text, 0, DIGITS, 0);
  return Number(text.toString('latin1'));
};

Date.now = now;
// A ledger whose time of day moves faster than its machine doubts it, unless the machine has slept.
os.uptime = () => now() / 1_000;
syncBuiltinESMExports();
globalThis.Date = new Proxy(Date, {
  construct: (date, given, made) => Reflect.construct(date, given.length === 0 ? [now()] : given, made),
});
