import type { AdmittedRequest } from '#libs/access';
import {
  ChangeConfiguration,
  type ConfigurationCommand,
  type ConfigurationSubject,
} from '#libs/dispute-configuration';
import { type Deletion, LinkedDeletions } from '#libs/dispute-linking';
import type { Exchange } from '#libs/http';
import { Clock, type JsonValue } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { describeChange } from '../command-request.js';
import { problemOf } from './billtrust.problems.js';
import { admitted, makingOf } from './billtrust.requests.js';
import type { Making } from './billtrust.translate.js';

type Kind = ConfigurationSubject['kind'];
type Subject<K extends Kind> = Extract<ConfigurationSubject, { kind: K }>;

/** A requested change: the kind of its subject, the body of the request, and the command that it leads to. */
interface Asked<K extends Kind> {
  readonly kind: K;
  readonly body: JsonValue | undefined;
  command(making: Making, request: AdmittedRequest): ConfigurationCommand;
}

/** Changes the configuration of the caller's tenant for a route. */
@Injectable()
export class BilltrustConfiguration {
  constructor(
    private readonly commands: CommandBus,
    private readonly deletions: LinkedDeletions,
    private readonly clock: Clock,
  ) {}

  /** Returns the subject as the command left it. @throws RequestProblem when the command is refused. */
  async change<K extends Kind>(asked: Asked<K>, exchange: Exchange): Promise<Subject<K>> {
    const request = admitted(exchange.request, asked.body);
    const command = asked.command(makingOf(asked.kind, request, this.clock.now()), request);
    const changed = await this.commands.execute(new ChangeConfiguration(command, request));
    if (changed.outcome === 'rejected') throw problemOf(changed);
    const { subject } = changed;
    if (!isOf(asked.kind, subject))
      throw new Error(`The change of a ${asked.kind} returned no ${asked.kind}.`);
    describeChange({ ...changed, revision: subject.revision, eventId: '' }, exchange);
    return subject;
  }

  /**
   * Deletes a reason or resolution.
   *
   * @throws RequestProblem when it does not exist, or a dispute is linked to it.
   */
  async delete(deletion: Deletion, exchange: Exchange): Promise<void> {
    const deleted = await this.deletions.delete(deletion, admitted(exchange.request));
    if (deleted.outcome === 'rejected') throw problemOf(deleted);
    describeChange({ ...deleted, revision: undefined, eventId: '' }, exchange);
  }
}

const isOf = <K extends Kind>(kind: K, subject: ConfigurationSubject | null): subject is Subject<K> =>
  subject?.kind === kind;
