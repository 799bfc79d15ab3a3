import { type DemoDispute, partners } from '#libs/partners';
import { CommandFailure } from '../output.js';

/**
 * The content of `demo-credentials.json`: the auditor's credential, and each vendor's under
 * `PartnerDemo.key`.
 */
export type DemoCredentials = Readonly<Record<string, object>> & {
  readonly auditor: { readonly apiKey: string };
};

/** A documented dispute with the name of its vendor. */
export interface ShownDispute extends DemoDispute {
  readonly vendor: string;
}

/**
 * Returns every dispute of the vendors' documents.
 *
 * @throws CommandFailure for a vendor without a credential.
 */
export const demoDisputes = (credentials: DemoCredentials): readonly ShownDispute[] =>
  partners.flatMap(({ name, demo }) => {
    const credential = credentials[demo.key];
    if (credential === undefined) throw new CommandFailure(`There are no demo credentials for ${name}.`);
    return demo.disputes(credential).map((dispute) => ({ vendor: name, ...dispute }));
  });
