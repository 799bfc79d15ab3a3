import { assertLegible, type RecordedEvent } from '#libs/event-store';
import { restoreStreamPrefix } from '../domain/restore-stream.js';

const TITLES: Readonly<Record<string, string>> = {
  LogRestored: 'The log was restored from a backup',
  LogRestoreRefused: 'A restore of the log from a backup was refused',
};

/**
 * The activity about restores and refused restores of the log, which concern all tenants. An event is described
 * by its name, by whoever decided it and why, so that one of a later version is described, too.
 */
export const restoreActivity = {
  streamPrefix: restoreStreamPrefix,

  ownerOf: ({ metadata }: RecordedEvent) => ({ tenant: null, holder: metadata.holder }),

  describe: (recorded: RecordedEvent) => {
    assertLegible(recorded);
    const { type: stored, data, metadata } = recorded;
    const type = stored.replace(/\.v\d+$/, '');
    const { by, reason } = data;
    const who = typeof by === 'string' ? ` by ${by}` : '';
    const why = typeof reason === 'string' ? ` Reason: ${reason}` : '';
    const summary = `${TITLES[type] ?? `${type} was recorded`}${who}.${why}`;
    const { holder, credentialId } = metadata;
    return { tenant: null, holder, credentialId, type, summary, changes: [], details: data };
  },
};
