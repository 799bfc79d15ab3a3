import type { AdmittedRequest } from '#libs/access';
import {
  ChangeConfiguration,
  type ConfigurationCommand,
  type ConfigurationSubject,
} from '#libs/dispute-configuration';
import { type Deletion, LinkedDeletions } from '#libs/dispute-linking';
import { type Exchange, type FieldProblem, invalidRequest, type RequestProblem } from '#libs/http';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { describeChange, receivedText } from '../command-request.js';
import { problemOf } from './billtrust.problems.js';
import { admitted, makingOf } from './billtrust.requests.js';
import type { Making } from './billtrust.translate.js';

type Kind = ConfigurationSubject['kind'];
type Subject<K extends Kind> = Extract<ConfigurationSubject, { kind: K }>;

/** A requested change: the kind of its subject, and the command that it leads to. */
interface Asked<K extends Kind> {
  readonly kind: K;
  command(making: Making, request: AdmittedRequest): ConfigurationCommand;
  /** Finds everything that is wrong with the references of the body; asked for when one of them is refused. */
  problems?(): Promise<readonly FieldProblem[]>;
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
    const request = admitted(exchange.request);
    const making = makingOf(asked.kind, request, this.clock.now());
    const received = receivedText(exchange.request);
    const command = asked.command({ ...making, received }, request);
    const changed = await this.commands.execute(new ChangeConfiguration(command, request));
    if (changed.outcome === 'rejected') throw await refusalOf(changed, asked);
    const { subject } = changed;
    if (!isOf(asked.kind, subject))
      throw new Error(`The change of a ${asked.kind} returned no ${asked.kind}.`);
    describeChange({ ...changed, revision: subject.revision, eventId: '' }, exchange);
    return subject;
  }

  /**
   * Deletes a category, reason or resolution.
   *
   * @throws RequestProblem when it does not exist, or is in use.
   */
  async delete(deletion: Deletion, exchange: Exchange): Promise<void> {
    const received = receivedText(exchange.request);
    const deleted = await this.deletions.delete({ ...deletion, received }, admitted(exchange.request));
    if (deleted.outcome === 'rejected') throw problemOf(deleted);
    describeChange({ ...deleted, revision: undefined, eventId: '' }, exchange);
  }
}

const isOf = <K extends Kind>(kind: K, subject: ConfigurationSubject | null): subject is Subject<K> =>
  subject?.kind === kind;

const REFERENCES: ReadonlySet<string> = new Set([
  'category-unknown',
  'categories-disagree',
  'default-reason-unknown',
]);

/** Returns the problem for a refused change. The decision names the first wrong reference, and this all. */
const refusalOf = async (
  refused: Parameters<typeof problemOf>[0],
  asked: Pick<Asked<Kind>, 'problems'>,
): Promise<RequestProblem> => {
  const found = REFERENCES.has(refused.code) ? ((await asked.problems?.()) ?? []) : [];
  return found.length > 0 ? invalidRequest(found) : problemOf(refused);
};
