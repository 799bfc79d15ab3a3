import { type CommandContext, EventStore, type Transacted, Transactor } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { configurationCodec } from '../domain/configuration-codec.js';
import type { ConfigurationCommand } from '../domain/configuration-command.js';
import { configurationDecider } from '../domain/configuration-decider.js';
import type { ConfigurationRefusal } from '../domain/configuration-decision.js';
import type { ConfigurationEvent } from '../domain/configuration-event.js';
import { configurationStream } from '../domain/configuration-stream.js';
import type { Configuration } from '../domain/configuration.js';
import { kindOf, subjectOf } from './configuration-subject.js';

export interface ConfigurationChange {
  readonly tenant: string;
  readonly command: ConfigurationCommand;
  readonly context: CommandContext;
}

/** The place of a configuration's last event in its stream and in the log. */
export interface ConfigurationPlace {
  readonly revision: bigint;
  readonly position: bigint;
}

/**
 * The configurations of all tenants, each folded from its stream and cached for decisions and reads alike.
 */
@Injectable()
export class Configurations {
  private readonly transactor: Transactor<
    ConfigurationCommand,
    Configuration,
    ConfigurationEvent,
    ConfigurationRefusal
  >;

  constructor(store: EventStore) {
    this.transactor = new Transactor(store, {
      noun: 'configuration',
      decider: configurationDecider,
      codec: configurationCodec,
      nounOf: kindOf,
      revisionOf: (command, state) => subjectOf(command, state)?.revision ?? -1n,
    });
  }

  change<View>(
    { tenant, command, context }: ConfigurationChange,
    read: (state: Configuration) => View,
  ): Promise<{ readonly transacted: Transacted<ConfigurationRefusal>; readonly view: View | undefined }> {
    return this.transactor.transactAndView({ stream: configurationStream(tenant), command, context }, read);
  }

  /** Returns `read` of the configuration as it is in the log now, whatever process has written to it. */
  view<View>(
    tenant: string,
    read: (state: Configuration) => View,
  ): Promise<ConfigurationPlace & { readonly view: View }> {
    return this.transactor.view(configurationStream(tenant), ({ state, revision, position }) => ({
      revision,
      position,
      view: read(state),
    }));
  }
}
