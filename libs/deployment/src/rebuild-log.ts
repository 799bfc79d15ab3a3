import type { ProjectionListener } from '#libs/read-store';
import type { Logger } from 'pino';

/** Returns the part of a listener that says in the process's log when rows are built, why, and when they
 * are done. */
export const rebuildLog = (
  logger: Logger,
): Required<Pick<ProjectionListener, 'onRebuild' | 'onRebuilt' | 'onOtherLog'>> => ({
  onRebuild: ({ position, of }) => {
    const rebuilding = { position: String(position), of: String(of) };
    logger.info(
      { rebuilding },
      'the read models are being built from the log: lists are not complete until then',
    );
  },
  onOtherLog: (reason) => {
    logger.warn({ reason }, 'the rows are not those of this event log: they are built again from it');
  },
  onRebuilt: ({ position, events, ms }) => {
    logger.info({ position: String(position), events, ms }, 'the read models are built: lists are complete');
  },
});
