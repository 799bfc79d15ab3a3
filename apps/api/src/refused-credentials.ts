import type { CredentialDirectory } from '#libs/access';
import type { Logger } from 'pino';

/** Says once, in the log, which active credentials this process refuses. */
export const warnOfRefused = (directory: CredentialDirectory, logger: Logger): void => {
  const refused = directory.refused();
  const demo = refused.filter(({ isDemo }) => isDemo).map(({ credentialId }) => credentialId);
  if (demo.length > 0)
    logger.warn(
      { credentialIds: demo },
      `${demo.length} demo credentials of this log are refused: they are for trying the ledger out, on a loopback address and not in production. Revoke them with \`ledger access revoke\``,
    );
  for (const { credentialId, reason } of refused.filter(({ isDemo }) => !isDemo))
    logger.warn(
      { credentialId, reason },
      'a public key of this log is refused. Replace it with `ledger access rotate --public-key`',
    );
};
