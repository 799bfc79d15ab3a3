import type { Area } from '../../support/area.js';
import { copyBefore, disputesOfBefore } from '../../support/data-directory-of-before.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { jsonOf } from '../../support/send.js';
import { toldBundle } from '../../support/told-body.js';

const DAY_MS = 86_400_000;

/** Reads a data directory of an older version: everything is stored, so no answer differs between runs. */
const play = async (ledger: RecordedLedger): Promise<void> => {
  const keys = await copyBefore(ledger.directory);
  ledger.advance(DAY_MS);
  await ledger.start();
  const auditor = { authorization: `Bearer ${keys.auditor}` };
  const tell = ledger.teller(auditor);
  const ask = ledger.asker(auditor);
  const disputes = Object.entries(disputesOfBefore);

  const { entries } = jsonOf<{ entries: readonly { proof: string }[] }>(
    await tell('the last event', `GET /ledger/disputes/${disputesOfBefore.conciliated}/timeline`),
  );
  // It is not in a checkpoint yet. The first is signed here; no other is signed without being asked for.
  await ask('the proof of the last event', `GET ${entries.at(-1)?.proof ?? ''}`);
  for (const [name, dispute] of disputes) {
    await ask(`the timeline of the ${name} dispute`, `GET /ledger/disputes/${dispute}/timeline`);
    await ask(`the ${name} dispute`, `GET /ledger/disputes/${dispute}`);
    await ask(`the events of the ${name} dispute`, `GET /ledger/disputes/${dispute}/events`);
    const { bytes } = await tell(`the export of ${name}`, `GET /ledger/disputes/${dispute}/export`);
    ledger.take(`the export of the ${name} dispute`, { files: withoutManifest(toldBundle(bytes)) });
  }
  await ask('the disputes', 'GET /ledger/disputes');
  await ask('the disputes as they were', 'GET /ledger/disputes?asOf=2025-06-02T09:00:00.100Z');
  await ask('the resolutions', 'GET /ledger/resolutions');
  await ask('the configuration', 'GET /ledger/configurations/acme');
  await ask('the activity', 'GET /ledger/activity', { headers: { accept: 'text/csv' } });
  await ledger.command('the log', ['verify', '--json']);
  await ledger.command('the credentials', ['access', 'list', '--json']);
};

/** Leaves out the file that is also signed over the verifier, whose bytes may change. */
const withoutManifest = ({ MANIFEST: _, ...files }: Readonly<Record<string, string>>) => files;

export const dataDirectoryOfBefore: Area = { name: 'data-directory-of-before', play };
