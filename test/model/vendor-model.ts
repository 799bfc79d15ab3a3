import { expect } from '@jest/globals';
import fc from 'fast-check';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import { commandsOf, type Model, type Tenant } from './commands.js';
import { MortalLedger } from './mortal-ledger.js';

/** What the sequences of a vendor are made of. */
export interface VendorModel<Choice> {
  readonly name: string;
  readonly choices: fc.Arbitrary<Choice>;
  /** Returns a new tenant without disputes, whose two holders have credentials. */
  newTenant(ledger: MortalLedger, tenant: string): Promise<Tenant<Choice>>;
}

/** Sequences on one ledger. Its log would get so long that starting again took most of the time. */
const SEQUENCES_PER_LEDGER = 250;

/**
 * Runs random sequences against the vendor's model, and reports the first that departs from it, as short as
 * it can be made. `lanes` run at the same time, each with a ledger of its own.
 */
export const expectModelHolds = async <Choice>(
  vendor: VendorModel<Choice>,
  { sequences, lanes, seed }: { readonly sequences: number; readonly lanes: number; readonly seed: number },
): Promise<void> => {
  const numRuns = Math.ceil(sequences / lanes);
  const running = Array.from({ length: lanes }, (_, lane) => runLane(vendor, { numRuns, seed: seed + lane }));
  // A lane that fails must not leave the others running after the test.
  await Promise.allSettled(running);
  await Promise.all(running);
};

const runLane = async <Choice>(
  vendor: VendorModel<Choice>,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): Promise<void> => {
  let ledger = await MortalLedger.start();
  let tenants = 0;
  try {
    await fc.assert(
      fc.asyncProperty(commandsOf(vendor.choices), async (commands) => {
        tenants += 1;
        if (tenants % SEQUENCES_PER_LEDGER === 0) {
          await ledger.dispose();
          ledger = await MortalLedger.start();
        }
        const tenant = await vendor.newTenant(ledger, `tenant-${tenants}`);
        await ledger.knowsCredentials();
        const model: Model<Choice> = { tenant, accepted: [], keys: 0 };
        await fc.asyncModelRun(() => ({ model, real: ledger }), commands);
        await tenant.expectList();
        await tenant.expectLog();
      }),
      { numRuns, seed },
    );
  } finally {
    await ledger.dispose();
  }
};

/** Expects that the dispute has these events and, of the types in `of`, no others. */
export const expectEvents = async (
  { ledger }: MortalLedger,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  { types, of = types }: { readonly types: readonly string[]; readonly of?: readonly string[] },
): Promise<void> => {
  const recorded: string[] = [];
  for await (const { type } of ledger.store.readStream(disputeStream(tenant, id), { direction: 'forwards' }))
    recorded.push(type.replace(/\.v\d+$/, ''));
  expect(recorded.filter((type) => of.includes(type))).toStrictEqual(types);
};
