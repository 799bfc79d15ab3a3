import type { HttpAnswer } from '../support/http-client.js';
import type { LogAudit } from '../support/log-audit.js';

export interface MarkedCommand {
  /** The text of the update, which no other command has. */
  readonly marker: string;
  readonly disputeId: string;
  readonly idempotencyKey: string | undefined;
}

interface Testimony {
  readonly command: MarkedCommand;
  sendings: number;
  /** The first answer with 200; undefined until one came. */
  answer: { readonly text: string; readonly position: bigint } | undefined;
}

export interface Verdict {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  /** Commands that were acknowledged with a position other than their event's. */
  readonly misplaced: readonly string[];
  /** Markers in the log that were never sent. */
  readonly invented: readonly string[];
}

/** Remembers what was sent and what was acknowledged, outside the process that is killed. */
export class Witness {
  private readonly testimonies = new Map<string, Testimony>();
  /** Answers that a crash does not explain. */
  readonly surprises: string[] = [];

  get sent(): number {
    return this.testimonies.size;
  }

  get acknowledged(): number {
    return this.acknowledgedCommands().length;
  }

  acknowledgedCommands(): readonly MarkedCommand[] {
    return [...this.testimonies.values()]
      .filter(({ answer }) => answer !== undefined)
      .map(({ command }) => command);
  }

  saysSent(command: MarkedCommand): void {
    const known = this.testimonies.get(command.marker);
    if (known === undefined)
      this.testimonies.set(command.marker, { command, sendings: 1, answer: undefined });
    else known.sendings += 1;
  }

  saysAnswered({ marker, idempotencyKey }: MarkedCommand, { status, text, headers }: HttpAnswer): void {
    const known = this.testimonies.get(marker);
    if (known === undefined) throw new Error(`${marker} was answered and never sent.`);
    const surprise = (what: string): void => void this.surprises.push(`${marker}: ${what}`);
    if (status !== 200) {
      // A server that is stopping or overloaded may answer with these.
      if (status !== 409 && status !== 503) surprise(`${status} ${text}`);
      return;
    }
    const answer = { text, position: BigInt(String(headers['ledger-position'])) };
    if (known.answer === undefined) {
      known.answer = answer;
      return;
    }
    if (idempotencyKey === undefined) return;
    if (headers['idempotency-replayed'] !== 'true') surprise('its repeat was not answered as one');
    if (answer.text !== known.answer.text || answer.position !== known.answer.position)
      surprise('its repeat was answered otherwise');
  }

  judge({ positionsOf }: LogAudit): Verdict {
    const testimonies = [...this.testimonies.values()];
    const standing = ({ command }: Testimony): readonly bigint[] => positionsOf.get(command.marker) ?? [];
    const markers = (found: readonly Testimony[]): string[] => found.map(({ command }) => command.marker);
    return {
      lost: markers(testimonies.filter((told) => told.answer !== undefined && standing(told).length === 0)),
      duplicated: markers(
        testimonies.filter(
          (told) => standing(told).length > (told.command.idempotencyKey === undefined ? told.sendings : 1),
        ),
      ),
      misplaced: markers(
        testimonies.filter(
          (told) => told.answer !== undefined && !standing(told).includes(told.answer.position),
        ),
      ),
      invented: [...positionsOf.keys()].filter((marker) => !this.testimonies.has(marker)),
    };
  }
}
