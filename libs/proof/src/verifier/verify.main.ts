import { parseArgs } from 'node:util';
import { jsonLine } from '#libs/kernel';
import { bundleReportText, VERIFY_EXIT, verifyBundleFile } from './verify-file.js';

const USAGE = `Usage: node verify.mjs BUNDLE --trust KEY [--trust KEY] [--checkpoint FILE] [--json]

  BUNDLE        the file that the ledger exported
  --trust       a verifying key, or a file with one key per line; get it from the operator, not from the bundle
  --checkpoint  the checkpoint that you kept from an earlier verification
  --json        print the report as one JSON document

Exit status: 0 verified, 1 something does not match, 2 wrong usage, or not enough to tell.
`;

const OPTIONS = {
  trust: { type: 'string', multiple: true },
  checkpoint: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [bundle, ...others] = positionals;
  if (bundle === undefined || others.length > 0) throw new Error(USAGE);
  const { trust = [], checkpoint } = values;
  const report = await verifyBundleFile({ bundle, trust, ...(checkpoint !== undefined && { checkpoint }) });
  process.stdout.write(`${values.json ? jsonLine(report) : bundleReportText(report)}\n`);
  return VERIFY_EXIT[report.verdict];
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = VERIFY_EXIT.incomplete;
  },
);
