import type { Command } from 'commander';
import type { IssueAuditor } from './access.actions.js';
import { commaSeparated } from './comma-separated.js';
import { JSON_OPTION, type OutputOptions } from '../output.js';

/** Loads the ledger only when one of these commands runs, so that `ledger --help` answers at once. */
const actions = () => import('./access.actions.js');

export const addAccessCommands = (program: Command): void => {
  const access = program.command('access').description('who may use the ledger');
  const issue = access.command('issue').description('issue a credential');

  // The vendors declare their own commands, and loading them loads the ledger.
  program.hook('preSubcommand', async (_, command) => {
    if (command !== access) return;
    (await import('./partner-credentials.command.js')).addPartnerCredentials(issue);
    addAuditorKeys(issue);
  });

  access
    .command('list')
    .description('every credential that was ever issued')
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => (await actions()).list(options));

  access
    .command('revoke')
    .description('end a credential, within a second and for ever')
    .argument('<credential-id>')
    .option(...JSON_OPTION)
    .action(async (credentialId: string, options: OutputOptions) =>
      (await actions()).revoke(credentialId, options),
    );

  access
    .command('rotate')
    .description('replace the secret or the public key of a credential; the old one ends at once')
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
    .description("for the ledger's own API: a key that is shown once")
    .requiredOption('--name <name>', 'who it is for')
    .requiredOption('--scopes <scopes>', 'what it may do, as in timeline:read,dispute:read', commaSeparated)
    .option('--tenant <tenant>', 'the only tenant it may see; without it, all of them')
    .option(...JSON_OPTION)
    .action(async (options: IssueAuditor) => (await actions()).issueAuditor(options));
};
