import { type HeldClaim, readClaim } from './claims.js';
import type { CommandContext } from './command-context.js';
import type { EventStore } from '../event-store.js';
import type { HandledCommand } from './folded-stream.js';

/** What a stream has of a key: the command, and whether it came with the same request. */
interface KnownCommand {
  readonly handled: HandledCommand;
  readonly isSame: boolean;
}

/**
 * Returns the command as the stream has it, under its id or a former one. Under a former id another holder's
 * command is another one, because a key is each holder's own by now.
 */
export const knownIn = (
  handled: ReadonlyMap<string, HandledCommand>,
  { commandId, requestDigest, former, holder }: CommandContext,
): KnownCommand | undefined => {
  const known = handled.get(commandId);
  if (known !== undefined) return { handled: known, isSame: known.requestDigest === requestDigest };
  const own = (former?.commandIds ?? [])
    .map((id) => handled.get(id))
    .filter((command) => command !== undefined)
    .filter((command) => command.holder === holder)
    .map((command) => ({
      handled: command,
      isSame: former?.requestDigests.includes(command.requestDigest) === true,
    }));
  return own.find(({ isSame }) => isSame) ?? own[0];
};

/**
 * Returns the former id of the command, if the holder has claimed its key under one; undefined for a new
 * command. It costs a read for each path of the operation, all at once. Only a command that creates its
 * stream has to ask, because the name of that stream follows from the id; any other is found in its stream.
 */
export const claimedFormerId = async (
  store: EventStore,
  { former, holder }: Pick<CommandContext, 'former' | 'holder'>,
): Promise<string | undefined> => {
  if (former === undefined) return undefined;
  const claims = await Promise.all(
    former.commandIds.map(async (id) => ({
      id,
      held: await readClaim(store, { kind: 'idempotency-key', subject: id }),
    })),
  );
  const own = claims.filter(({ held }) => held?.claimedBy === holder);
  const isSame = (held: HeldClaim | null): boolean =>
    former.requestDigests.some((digest) => held?.holder.startsWith(`${digest} `) === true);
  return (own.find(({ held }) => isSame(held)) ?? own[0])?.id;
};
