import { assertNever } from '#libs/kernel';
import type { ReplayEnded, ReplayEvent } from '../domain/replay-event.js';

/** Returns what happened as a sentence for people. */
export const replaySentence = (event: ReplayEvent): string => {
  switch (event.type) {
    case 'ReplayStarted': {
      const { swap, asOf, reason } = event.data;
      const why = reason === undefined ? '' : ` Reason: ${reason}`;
      if (asOf !== undefined) return `The rows as of ${asOf} began to be rebuilt into a file.${why}`;
      return `A replay of the read models began${swap ? ', to replace the live rows' : ''}.${why}`;
    }
    case 'ReplayEnded':
      return endOf(event.data);
    default:
      return assertNever(event);
  }
};

const endOf = ({ outcome, position, differences = 0, failure }: ReplayEnded['data']): string => {
  const at = position === undefined ? '' : ` at position ${position}`;
  const rows = differences === 1 ? '1 row differs' : `${differences} rows differ`;
  switch (outcome) {
    case 'equal':
      return `The replay found the live rows equal to the log${at}.`;
    case 'different':
      return `The replay found the live rows different from the log${at}: ${rows}.`;
    case 'mended':
      return `The replay found the live rows different from the log${at}: ${rows}. It replaced them.`;
    case 'rebuilt':
      return `The rows of the past moment were rebuilt up to position ${position ?? '0'}.`;
    case 'failed':
      return `The replay failed: ${failure ?? 'no reason is known'}`;
    case 'interrupted':
      return 'The replay was interrupted.';
    default:
      return assertNever(outcome);
  }
};
