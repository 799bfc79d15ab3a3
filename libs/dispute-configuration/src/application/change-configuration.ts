import { type AdmittedRequest, commandContext } from '#libs/access';
import type { Committed, Transacted } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConfigurationCommand } from '../domain/configuration-command.js';
import type { ConfigurationRefusal } from '../domain/configuration-decision.js';
import { type ConfigurationSubject, subjectOf } from './configuration-subject.js';
import { Configurations } from './configurations.js';

type Refused = Extract<Transacted<ConfigurationRefusal>, { outcome: 'rejected' }>;

/** The answer to a change. `subject` is what the command named, as it left it; null after a deletion. */
export type ConfigurationChanged = Refused | (Committed & { readonly subject: ConfigurationSubject | null });

/** The codes with which a change may be refused: those of the configuration and those of the write path. */
export type ConfigurationChangeRefusal = Refused['code'];

/**
 * A command on the configuration of the caller's tenant. Its handler throws as `Transactor.transact` does,
 * and returns a refusal as a value.
 */
export class ChangeConfiguration extends Command<ConfigurationChanged> {
  constructor(
    readonly command: ConfigurationCommand,
    readonly request: AdmittedRequest,
  ) {
    super();
  }
}

@CommandHandler(ChangeConfiguration)
export class ChangeConfigurationHandler implements ICommandHandler<ChangeConfiguration> {
  constructor(
    private readonly configurations: Configurations,
    private readonly clock: Clock,
  ) {}

  async execute({ command, request }: ChangeConfiguration): Promise<ConfigurationChanged> {
    const { transacted, view } = await this.configurations.change(
      { tenant: request.principal.tenant, command, context: commandContext(request, this.clock.now()) },
      (state) => subjectOf(command, state),
    );
    return transacted.outcome === 'rejected' ? transacted : { ...transacted, subject: view ?? null };
  }
}
