import type { Command } from 'commander';
import type { IssueAuditor } from './access.actions.js';
import { commaSeparated } from './comma-separated.js';
import { JSON_OPTION, type OutputOptions } from '../output.js';

/** Loads the ledger only when one of these commands runs, so that `ledger --help` answers at once. */
const actions = () => import('./access.actions.js');

export const addAccessCommands = (program: Command): void => {
  const access = program.command('access').description('manage the credentials of partners and auditors');
  const issue = access.command('issue').description('issue a credential');

  // The vendors declare their own commands, and loading them loads the ledger.
  program.hook('preSubcommand', async (_, command) => {
    if (command !== access) return;
    (await import('./partner-credentials.command.js')).addPartnerCredentials(issue);
    addAuditorKeys(issue);
  });

  access
    .command('list')
    .description('list every credential that was ever issued')
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => (await actions()).list(options));

  access
    .command('revoke')
    .description('revoke a credential permanently; it stops working within a second')
    .argument('<credential-id>')
    .option(...JSON_OPTION)
    .action(async (credentialId: string, options: OutputOptions) =>
      (await actions()).revoke(credentialId, options),
    );

  access
    .command('rotate')
    .description(
      'replace the secret or the public key of a credential; the old one stops working within a second',
    )
    .argument('<credential-id>')
    .option('--public-key <file>', 'the new RSA public key, for a credential that has one')
    .option(...JSON_OPTION)
    .action(async (credentialId: string, options: OutputOptions & { publicKey?: string }) =>
      (await actions()).rotate(credentialId, options),
    );
};

const addAuditorKeys = (issue: Command): void => {
  issue
    .command('auditor')
    .description("for the ledger's own API: a key that is shown only once")
    .requiredOption('--name <name>', 'who the key is for')
    .requiredOption(
      '--scopes <scopes>',
      'what the key may do, as in timeline:read,dispute:read',
      commaSeparated,
    )
    .option('--tenant <tenant>', 'the only tenant that the key may read; all tenants if left out')
    .option(...JSON_OPTION)
    .action(async (options: IssueAuditor) => (await actions()).issueAuditor(options));
};
