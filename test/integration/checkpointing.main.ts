import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { EmbeddedEventStore, newCommandId, Transactor } from '#libs/event-store';
import { CheckpointFile, eventChain, ProofLog, SigningKeys } from '#libs/proof';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import { disputeDecider } from '../../libs/disputes/src/domain/dispute-decider.js';
import { AppendStatements } from '../../libs/event-store/src/embedded/append-statements.js';
import { recordUpdate } from '../support/disputes.js';
import { onFileSteps } from '../support/file-steps.js';
import { contextOf } from '../../libs/event-store/contract/counter.js';

// A ledger in its own process that repeatedly appends an event and signs a checkpoint, until it is killed. It
// prints each checkpoint that could have been served as a line of JSON. With a step and n, the process kills
// itself in place of the nth execution of that step.
// Arguments: the directory, the step, and n.

const [, , directory = '', dyingStep, dyingTime] = process.argv;

const tell = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`);
};

let times = 0;
const step = (name: string): void => {
  if (name !== dyingStep) return;
  times += 1;
  if (times === Number(dyingTime)) process.kill(process.pid, 'SIGKILL');
};

/** Counts the steps around a checkpoint's append: a death before `commit` loses it with its transaction. */
const countRecording = (): void => {
  const { append } = AppendStatements.prototype;
  AppendStatements.prototype.append = function (this: AppendStatements, prepared) {
    const isCheckpoint = prepared.stream.startsWith('ledgerCheckpoints-');
    if (isCheckpoint) step('record');
    const outcome = append.call(this, prepared);
    if (isCheckpoint) step('commit');
    return outcome;
  };
};

if (dyingStep !== undefined) {
  countRecording();
  await onFileSteps(step);
}

const fail = (error: unknown): never => {
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

const write = async (): Promise<void> => {
  const commandId = newCommandId();
  const transacted = await disputes.transact({
    stream: 'dispute-acme.D-1',
    command: recordUpdate({ disputeId: 'D-1', update: `Hearing ${commandId}` }),
    context: contextOf({ commandId, now: new Date().toISOString() }),
  });
  if (transacted.outcome !== 'committed') throw new Error(`The update was ${transacted.outcome}.`);
  await log.indexOf(transacted.eventId);
};

for (;;) {
  await write().catch(fail);
  await log.signer.checkpoint().catch(fail);
  tell({ published: log.signer.newest?.note });
}
