import { LogHead, type LogMoment, type Moment } from '#libs/event-store';
import { assertInLog, type Exchange, invalidRequest, unknownNames } from '#libs/http';
import { Clock, dayOrInstantProblem, pastUntil, TimeZone } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import {
  isRevision,
  MOMENT_OF_DISPUTE,
  MOMENT_OF_LIST,
  type MomentQuery,
  takeMoment,
} from './moment-query.js';

/** A query, split into the moment of the past that it names, undefined for now, and its other parameters. */
interface Asked<Named extends Moment> {
  readonly moment: Named | undefined;
  readonly rest: object;
}

/**
 * Reads the moments that queries name. An answer as of an instant says in `Ledger-As-Of` which one was
 * understood: a day depends on the ledger's time zone, and today on its clock.
 */
@Injectable()
export class AskedMoments {
  constructor(
    readonly zone: TimeZone,
    private readonly clock: Clock,
    private readonly head: LogHead,
  ) {}

  /**
   * Takes the moment of one dispute, or of a tenant's configuration, out of its query.
   *
   * @throws RequestProblem for a moment that cannot be read, for more than one, and for one in the future or
   * beyond the end of the log.
   */
  async ofDispute(query: object, exchange: Exchange): Promise<Asked<Moment>> {
    const { named, rest } = takeMoment(query, MOMENT_OF_DISPUTE);
    const { revision } = named;
    if (revision === undefined) return { moment: await this.ofLog(named, exchange), rest };
    return { moment: { kind: 'revision', revision: BigInt(revision) }, rest };
  }

  /** Takes the moment of a list out of its query. @throws RequestProblem as `ofDispute` does. */
  async ofList(query: object, exchange: Exchange): Promise<Asked<LogMoment>> {
    const { named, rest } = takeMoment(query, MOMENT_OF_LIST);
    return { moment: await this.ofLog(named, exchange), rest };
  }

  /**
   * Takes the moment out of a query that has no other parameters.
   *
   * @throws RequestProblem as `ofDispute` does, and for another parameter.
   */
  async only(query: object, exchange: Exchange): Promise<Moment | undefined> {
    const { moment, rest } = await this.ofDispute(query, exchange);
    const unknown = unknownNames(Object.keys(rest), { known: MOMENT_OF_DISPUTE, kind: 'parameter' });
    if (unknown.length === 0) return moment;
    throw invalidRequest(unknown);
  }

  /**
   * Reads a revision, a day or an instant, depending on how the text is written.
   *
   * @throws RequestProblem for anything else, and for a time in the future.
   */
  inStream(parameter: string, text: string): Moment {
    if (isRevision(text)) return { kind: 'revision', revision: BigInt(text) };
    const problem = dayOrInstantProblem(text, ['a revision, as in 12']);
    if (problem !== undefined)
      throw invalidRequest([{ path: parameter, message: `${parameter} ${problem}` }]);
    return { kind: 'instant', instant: this.instantOf(parameter, text) };
  }

  /** Returns up to where the log must have been read to answer for the moment. */
  neededFor(moment: LogMoment): Promise<bigint> {
    return this.head.neededFor(moment);
  }

  private async ofLog({ asOf, position }: MomentQuery, { reply }: Exchange): Promise<LogMoment | undefined> {
    if (position !== undefined) {
      await assertInLog(this.head, BigInt(position), 'position');
      return { kind: 'position', position: BigInt(position) };
    }
    if (asOf === undefined) return undefined;
    const instant = this.instantOf('asOf', asOf);
    void reply.header('Ledger-As-Of', instant);
    return { kind: 'instant', instant };
  }

  private instantOf(path: string, text: string): string {
    const asked = pastUntil(text, { zone: this.zone, now: this.clock.now() });
    if (asked.isPast) return asked.instant;
    throw invalidRequest([{ path, message: `${path} ${asked.problem}` }]);
  }
}

/** Returns the instant of the moment as answers show it, nothing for another kind of moment. */
export const shownInstant = (moment: Moment | undefined): { readonly asOf?: string } =>
  moment?.kind === 'instant' ? { asOf: moment.instant } : {};
