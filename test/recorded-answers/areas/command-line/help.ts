import { builtProcess } from '../../../support/built.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';

const COMMANDS = [
  'access',
  'access issue',
  'access issue smart-odr',
  'access issue enfinitos',
  'access issue billtrust',
  'access issue auditor',
  'access list',
  'access revoke',
  'access rotate',
  'copy',
  'demo',
  'verify',
  'export',
  'replay',
];

/** Asks the commands for help, and calls them wrongly. */
export const runHelp = async (ledger: RecordedLedger): Promise<void> => {
  await ledger.command('the help', ['--help']);
  await ledger.command('nothing', []);
  await ledger.command('the help by its name', ['help', 'verify']);
  for (const command of COMMANDS)
    await ledger.command(`the help of ${command}`, [...command.split(' '), '--help']);
  for (const [name, args] of [
    ['an unknown command', ['nothing']],
    ['an unknown command of access', ['access', 'nothing']],
    ['an unknown credential', ['access', 'issue', 'nothing']],
    ['access alone', ['access']],
    ['a smart odr credential of nothing', ['access', 'issue', 'smart-odr']],
    ['an auditor of nothing', ['access', 'issue', 'auditor', '--json']],
    ['a revocation of nothing', ['access', 'revoke']],
    ['an export of nothing', ['export']],
    ['a list of too much', ['access', 'list', 'everything']],
    ['an unknown option', ['verify', '--nothing']],
  ] as const)
    await ledger.command(name, args);
};

/** Starts processes that refuse to start. */
export const runServers = async (ledger: RecordedLedger): Promise<void> => {
  const api = { script: builtProcess('api'), called: 'api', args: [] };
  const projector = { script: builtProcess('projector'), called: 'projector', args: [] };
  for (const [name, variables] of [
    ['a port that is none', { PORT: 'x' }],
    ['a flag that is none', { ODR_STRICT: 'yes' }],
    ['an event store alone', { EVENT_STORE_URL: 'esdb://127.0.0.1:1?tls=false' }],
  ] as const)
    await ledger.script(`the api with ${name}`, api, variables);
  await ledger.script('the projector without stores', projector);
  await ledger.command('a command with a port that is none', ['access', 'list'], { PORT: 'x' });
  await ledger.command('a command with a port that is none as json', ['access', 'list', '--json'], {
    PORT: 'x',
  });
};
