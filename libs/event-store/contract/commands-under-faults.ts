import { StoreUnavailableError } from '../src/event-store.js';
import { newCommandId } from '../src/transactions/command-ids.js';
import { add, type Counters } from './counter.js';
import { uniqueName } from './sample-events.js';

/** How a command ended: committed, refused without a trace, or rejected as unavailable. */
export type CommandEnd = 'committed' | 'conflict' | 'unavailable';

export interface EndedCommand {
  readonly commandId: string;
  readonly end: CommandEnd;
}

/** Adds 1 to a counter. Every other command has an idempotency key, and so appends a claim first. */
export const addOne = async (counters: Counters, stream: string, index: number): Promise<EndedCommand> => {
  const commandId = newCommandId();
  const key = index % 2 === 0 ? {} : { requestDigest: 'd'.repeat(64) };
  const end = await add(counters, [1], { stream, commandId, ...key }).then(
    (answer): CommandEnd => {
      if (answer.outcome === 'committed') return 'committed';
      if (answer.code === 'concurrent-change') return 'conflict';
      throw new Error(`The command was refused: ${answer.code}`);
    },
    (error: unknown): CommandEnd => {
      if (error instanceof StoreUnavailableError) return 'unavailable';
      throw error;
    },
  );
  return { commandId, end };
};

/** Resolves when a command has been committed. Retries while the store is unavailable, with no time limit. */
export const untilServed = async (counters: Counters): Promise<void> => {
  while ((await addOne(counters, uniqueName('counter'), 0)).end !== 'committed');
};
