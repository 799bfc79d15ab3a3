import { type Command, Option } from 'commander';
import type { IssueAuditor, IssueBilltrust, IssueEnfinitos, IssueSmartOdr } from './access.actions.js';
import type { OutputOptions } from '../output.js';

/** Nothing of the ledger is loaded before a command runs, so that `--help` answers at once. */
const actions = () => import('./access.actions.js');

const JSON_OPTION = ['--json', 'print one JSON document'] as const;

export const addAccessCommands = (program: Command): void => {
  const access = program.command('access').description('who may use the ledger');
  const issue = access.command('issue').description('issue a credential');

  addPartnerKeys(issue);
  addAuditorKeys(issue);

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

/** One for each vendor. */
const addPartnerKeys = (issue: Command): void => {
  issue
    .command('smart-odr')
    .description('for an ODR institution, which signs its requests with its own key')
    .requiredOption('--tenant <tenant>', 'the tenant that its disputes belong to')
    .requiredOption('--institution <name>', 'the name of the institution')
    .requiredOption('--key-id <id>', 'the unique key id that it sends')
    .requiredOption('--public-key <file>', 'its RSA public key, a PEM file')
    .option('--email <address...>', 'the e-mail addresses that its tokens may name')
    .option('--phone <number...>', 'the phone numbers that its tokens may name')
    .addOption(
      new Option('--profile <profile>', 'how strict a token must be')
        .choices(['documented', 'strict'])
        .default('documented'),
    )
    .option(...JSON_OPTION)
    .action(async (options: IssueSmartOdr) => (await actions()).issueSmartOdr(options));

  issue
    .command('enfinitos')
    .description('for an EnfinitOS developer: a key that is shown once')
    .requiredOption('--tenant <org>', 'the organisation that the key belongs to')
    .requiredOption('--developer <id>', 'the developer, who acts where a request names nobody')
    .requiredOption('--scopes <scopes>', 'what it may do: audit:read,settlement:write', commaSeparated)
    .option(...JSON_OPTION)
    .action(async (options: IssueEnfinitos) => (await actions()).issueEnfinitos(options));

  issue
    .command('billtrust')
    .description("for a Billtrust user's system: a key that is shown once")
    .requiredOption('--tenant <tenant>', 'the tenant whose paths the key is good for')
    .requiredOption('--user <id>', 'the user, who is named as createUser and updateUser')
    .requiredOption(
      '--permissions <permissions>',
      'what it may do, as in "Dispute Configuration:READ,CREATE,UPDATE,DELETE;Dispute Management:READ,CREATE,UPDATE"',
    )
    .option(...JSON_OPTION)
    .action(async (options: IssueBilltrust) => (await actions()).issueBilltrust(options));
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

const commaSeparated = (text: string): readonly string[] => text.split(',').map((item) => item.trim());
