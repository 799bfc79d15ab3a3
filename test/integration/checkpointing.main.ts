// A ledger that writes an event and signs a checkpoint, again and again, in a process of its own from the built code,
// until it is killed. Each checkpoint that anybody could have been served is told to the parent, as a line of JSON. The
// process may be told to kill itself in place of a step that changes a file, when it comes to it for the n-th time.
import { writeSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const built = (file) => import(new URL(`../../dist/libs/${file}`, import.meta.url).href);

const [, , directory, dyingStep, dyingTime] = process.argv;
const tell = (line) => writeSync(1, `${JSON.stringify(line)}\n`);

let times = 0;
const step = (name) => {
  if (name !== dyingStep) return;
  times += 1;
  if (times === Number(dyingTime)) process.kill(process.pid, 'SIGKILL');
};

/** Files are changed by functions of Node.js, which the built code looks up at each call. */
const countFileSteps = async () => {
  const handle = await files.open(process.execPath);
  const steps = [
    [Object.getPrototypeOf(handle), 'writeFile'],
    [Object.getPrototypeOf(handle), 'sync'],
    [files, 'open'],
    [files, 'link'],
    [files, 'rename'],
    [files, 'rm'],
  ];
  await handle.close();
  for (const [target, name] of steps) {
    const original = target[name];
    target[name] = function (...args) {
      step(name);
      return original.apply(this, args);
    };
  }
  syncBuiltinESMExports();
};

/** A checkpoint is recorded between these two, and lost with the transaction before the second. */
const countRecording = async () => {
  const { AppendStatements } = await built('event-store/src/embedded/append-statements.js');
  const { append } = AppendStatements.prototype;
  AppendStatements.prototype.append = function (prepared) {
    const isCheckpoint = prepared.stream.startsWith('ledgerCheckpoints-');
    if (isCheckpoint) step('record');
    const outcome = append.call(this, prepared);
    if (isCheckpoint) step('commit');
    return outcome;
  };
};

if (dyingStep !== undefined) {
  await countRecording();
  await countFileSteps();
}

const { ProofLog, CheckpointFile, SigningKeys, eventChain } = await built('proof/src/index.js');
const { EmbeddedEventStore, newCommandId, Transactor } = await built('event-store/src/index.js');
const { provenStreamPrefixes } = await built('deployment/src/index.js');
const { SystemClock } = await built('environment/src/index.js');
const { disputeCodec } = await built('disputes/src/domain/dispute-codec.js');
const { disputeDecider } = await built('disputes/src/domain/dispute-decider.js');

const fail = (error) => {
  console.error(error);
  process.exit(1);
};
const store = await EmbeddedEventStore.open(join(directory, 'events.sqlite'));
const log = await ProofLog.open({
  streamPrefixes: provenStreamPrefixes,
  store,
  keys: await SigningKeys.readOrCreate(join(directory, 'signing-key'), 'ledger.example'),
  published: new CheckpointFile(join(directory, 'checkpoint')),
  clock: new SystemClock(),
});
tell({ published: log.signer.newest?.note ?? '' });
log.start(fail);

const disputes = new Transactor(store, {
  noun: 'dispute',
  decider: disputeDecider,
  codec: disputeCodec,
  chain: eventChain,
});

const write = async () => {
  const commandId = newCommandId();
  const { outcome, eventId } = await disputes.transact({
    stream: 'dispute-acme.D-1',
    command: {
      type: 'RecordUpdate',
      data: {
        disputeId: 'D-1',
        institution: 'Gotham ODR',
        registration: 'implicit',
        proceeding: 'conciliation',
        role: 'MEDIATOR',
        roleAsGiven: 'mediator',
        userName: 'Bruce Wayne',
        received: '{}',
        update: `Hearing ${commandId}`,
        description: 'test123',
      },
    },
    context: {
      commandId,
      correlationId: commandId,
      tenant: 'acme',
      actor: { name: 'Bruce Wayne' },
      credentialId: 'credential-1',
      holder: 'Gotham ODR',
      authProfile: 'strict',
      now: new Date().toISOString(),
    },
  });
  if (outcome !== 'committed') throw new Error(`The update was ${outcome}.`);
  await log.indexOf(eventId);
};

for (;;) {
  await write().catch(fail);
  await log.signer.checkpoint().catch(fail);
  tell({ published: log.signer.newest.note });
}
