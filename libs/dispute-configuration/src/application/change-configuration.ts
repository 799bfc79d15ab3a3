import { type AdmittedRequest, commandContext } from '#libs/access';
import type { Committed, Transacted } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConfigurationCommand } from '../domain/configuration-command.js';
import type { ConfigurationRefusal } from '../domain/configuration-decision.js';
import { type ConfigurationSubject, subjectOf } from './configuration-subject.js';
import { Configurations } from './configurations.js';

type Refused = Extract<Transacted<ConfigurationRefusal>, { outcome: 'rejected' }>;

/** `subject` is what the command was about, as the command left it; null after a deletion. */
export type ConfigurationChanged = Refused | (Committed & { readonly subject: ConfigurationSubject | null });

/** Every code that a change of a configuration may be refused with: of the configuration, and of the write path. */
export type ConfigurationChangeRefusal = Refused['code'];

/** Asks the configuration of the caller's tenant to change. */
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
