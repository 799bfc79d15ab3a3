import { StreamHeldError } from '#libs/event-store';
import type { AppliedRun } from './applied-run.js';
import { heldOf } from './screened-events.js';

type Apply = (run: AppliedRun) => Promise<void>;

/**
 * Applies a run. If it fails because of what an event says, its events are applied one by one, each in a
 * transaction of its own, and the one that fails holds back its stream. Every other error is the caller's.
 */
export const applyOneByOne = async (run: AppliedRun, apply: Apply): Promise<void> => {
  try {
    await apply(run);
    return;
  } catch (error) {
    if (!isOfContent(error)) throw error;
  }
  const { accepted, released = [] } = run;
  const known = accepted === undefined ? {} : { accepted };
  let { after } = run;
  for (const event of run.events) {
    const alone = { events: [event], position: event.position, after, ...known };
    await apply(alone).catch(async (error: unknown) => {
      if (!isOfContent(error)) throw error;
      const passedOver = accepted?.of(event);
      if (passedOver !== undefined) await apply({ ...alone, events: [{ ...event, passedOver }] });
      else await apply({ ...alone, holding: [heldOf(event, error)] });
    });
    after = event.position;
  }
  await apply({ events: [], position: run.position, ...known });
  for (const stream of released)
    await apply({ events: [], position: run.position, ...known, released: [stream] }).catch(
      (error: unknown) => {
        // The stream stays held back: what came after the event cannot be applied either.
        if (!isOfContent(error)) throw error;
      },
    );
};

/** Returns whether an error comes from what an event says, and not from the database or the machine. */
const isOfContent = (error: unknown): boolean => {
  if (error instanceof StreamHeldError || error instanceof TypeError || error instanceof RangeError)
    return true;
  const { errcode, code } = error as { errcode?: unknown; code?: unknown };
  return errcode === SQLITE_NOT_NULL || (typeof code === 'string' && POSTGRES_OF_CONTENT.test(code));
};

/** SQLITE_CONSTRAINT_NOTNULL (sqlite.org/rescode.html): a value that every event of ours has is missing. */
const SQLITE_NOT_NULL = 1299;

/** The class for data, and the constraint `not null` (appendix A of PostgreSQL's manual). */
const POSTGRES_OF_CONTENT = /^(22\w{3}|23502)$/;
