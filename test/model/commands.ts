import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { ModelAnswer, ModelRequest, MortalLedger } from './mortal-ledger.js';

/** A write as a vendor's model makes it, without who sends it and under which key. */
export interface Write {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
}

/** What a vendor's model says of a write before it is sent. */
export interface Foreseen {
  readonly write: Write;
  readonly status: number;
  /** Changes the model as the accepted write changes the ledger. */
  readonly apply?: (answer: ModelAnswer) => void;
}

/** A tenant of a vendor, with two holders of credentials, and what must be true of it. */
export interface Tenant<Choice> {
  /** Returns what the write must lead to, or null where it would say nothing. */
  foresee(choice: Choice, holder: number): Foreseen | null;
  /** Returns the request for a write; `isAlias` asks for the vendor's other path, if there is one. */
  request(write: Write, sender: Sender): ModelRequest;
  /** Expects that a read of one dispute shows what the model has. */
  expectSingle(place: number): Promise<void>;
  /** Expects that lists show what was acknowledged, and nothing else. */
  expectList(): Promise<void>;
  /** Expects that the log has each effect once. */
  expectLog(): Promise<void>;
}

export interface Sender {
  readonly holder: number;
  readonly isAlias: boolean;
  readonly key?: string;
}

/** A write under a key that was accepted. */
interface Accepted<Choice> {
  readonly choice: Choice;
  readonly write: Write;
  readonly sender: Sender & { readonly key: string };
  readonly first: ModelAnswer;
}

export interface Model<Choice> {
  readonly tenant: Tenant<Choice>;
  readonly accepted: Accepted<Choice>[];
  keys: number;
}

export const expectSame = (seen: unknown, right: unknown): void => {
  expect(seen).toStrictEqual(right);
};

export const expectLike = (seen: unknown, right: object): void => {
  expect(seen).toMatchObject(right);
};

type Command<Choice> = fc.AsyncCommand<Model<Choice>, MortalLedger>;

/** Returns the commands of a sequence, for the writes of a vendor. */
export const commandsOf = <Choice>(
  choices: fc.Arbitrary<Choice>,
): fc.Arbitrary<Iterable<Command<Choice>>> => {
  const holder = fc.nat(1);
  const place = fc.nat(50);
  return fc.commands(
    [
      fc
        .record({ choice: choices, holder, isKeyed: fc.boolean(), isAlias: fc.boolean() })
        .map((asked) => new Send(asked)),
      fc
        .record({ choice: choices, holder, isKeyed: fc.constant(true), isAlias: fc.boolean() })
        .map((asked) => new Send(asked)),
      fc
        .record({ choice: choices, holder, appends: fc.nat(6), isWhole: fc.nat(9).map((n) => n === 0) })
        .map((asked) => new SendToDeath(asked)),
      fc.record({ place, isAlias: fc.boolean() }).map((asked) => new Retry(asked)),
      place.map((at) => new OtherBody(at)),
      place.map((at) => new OtherHolder(at)),
      place.map((at) => new Single(at)),
      fc.constant(new List()),
    ],
    { maxCommands: 14, size: 'max' },
  ) as fc.Arbitrary<Iterable<Command<Choice>>>;
};

/** Characters that a story shows of a body. */
const SHOWN = 160;

/** A command whose text is the requests that it has sent, so that a failure can be read as a story. */
abstract class Told<Choice> implements Command<Choice> {
  private story: string[] = [];

  abstract run(model: Model<Choice>, ledger: MortalLedger): Promise<void>;

  check(model: Model<Choice>): boolean {
    return model.keys >= 0;
  }

  protected tell(what: string, { write, sender }: { readonly write: Write; readonly sender: Sender }): void {
    const { holder, key = 'no key', isAlias } = sender;
    const { method, path, body } = write;
    const by = `holder ${holder}, ${key}${isAlias ? ', alias' : ''}`;
    this.story = [`${what}: ${method} ${path} ${JSON.stringify(body).slice(0, SHOWN)} (${by})`];
  }

  protected answered(answer: ModelAnswer | undefined): void {
    this.story.push(answer === undefined ? '-> died' : `-> ${answer.status} ${answer.text.slice(0, SHOWN)}`);
  }

  toString(): string {
    return `\n  ${[this.constructor.name, ...this.story].join(' ')}`;
  }
}

const newKey = <Choice>(model: Model<Choice>): string => `key-${(model.keys += 1)}`;

/** Sends a write that the model foresees, expects its answer, and remembers it under its key. */
const expectForeseen = <Choice>(
  model: Model<Choice>,
  { write, status, apply }: Foreseen,
  {
    choice,
    sender,
    answer,
  }: { readonly choice: Choice; readonly sender: Sender; readonly answer: ModelAnswer },
): void => {
  expect([answer.status, answer.text]).toStrictEqual([status, expect.any(String)]);
  if (status >= 300) return;
  apply?.(answer);
  const { key } = sender;
  if (key !== undefined) model.accepted.push({ choice, write, sender: { ...sender, key }, first: answer });
};

const whole = ({ status, text, position }: ModelAnswer) => ({ status, text, position });

class Send<Choice> extends Told<Choice> {
  constructor(
    private readonly asked: {
      readonly choice: Choice;
      readonly holder: number;
      readonly isKeyed: boolean;
      readonly isAlias: boolean;
    },
  ) {
    super();
  }

  override async run(model: Model<Choice>, ledger: MortalLedger): Promise<void> {
    const { choice, holder, isKeyed, isAlias } = this.asked;
    const foreseen = model.tenant.foresee(choice, holder);
    if (foreseen === null) return;
    const sender: Sender = { holder, isAlias, ...(isKeyed && { key: newKey(model) }) };
    this.tell('send', { write: foreseen.write, sender });
    const answer = await ledger.send(model.tenant.request(foreseen.write, sender));
    this.answered(answer);
    if (answer === undefined) throw new Error('The process died without a cause.');
    expectSame(answer.isReplayed, false);
    expectForeseen(model, foreseen, { choice, sender, answer });
  }
}

/** A write during which the process dies, and which its sender repeats. */
class SendToDeath<Choice> extends Told<Choice> {
  constructor(
    private readonly asked: {
      readonly choice: Choice;
      readonly holder: number;
      readonly appends: number;
      readonly isWhole: boolean;
    },
  ) {
    super();
  }

  override async run(model: Model<Choice>, ledger: MortalLedger): Promise<void> {
    const { choice, holder, appends, isWhole } = this.asked;
    const foreseen = model.tenant.foresee(choice, holder);
    if (foreseen === null) return;
    const sender: Sender = { holder, isAlias: false, key: newKey(model) };
    const request = model.tenant.request(foreseen.write, sender);
    this.tell(`send, to die after ${appends} appends`, { write: foreseen.write, sender });
    let answer = await ledger.sendToDeath(request, appends);
    this.answered(answer);
    if (answer === undefined) {
      await ledger.restart(isWhole);
      answer = await ledger.send(request);
      this.answered(answer);
    }
    if (answer === undefined) throw new Error('The process died without a cause.');
    expectForeseen(model, foreseen, { choice, sender, answer });
  }
}

/** A command about a write that was accepted under a key. */
abstract class AboutAccepted<Choice> extends Told<Choice> {
  constructor(private readonly place: number) {
    super();
  }

  override check({ accepted }: Model<Choice>): boolean {
    return accepted.length > 0;
  }

  protected chosen({ accepted }: Model<Choice>): Accepted<Choice> {
    const chosen = accepted[this.place % accepted.length];
    if (chosen === undefined) throw new Error('No write was accepted under a key.');
    return chosen;
  }
}

class Retry<Choice> extends AboutAccepted<Choice> {
  constructor(private readonly asked: { readonly place: number; readonly isAlias: boolean }) {
    super(asked.place);
  }

  override async run(model: Model<Choice>, ledger: MortalLedger): Promise<void> {
    const { write, sender, first } = this.chosen(model);
    const again = { ...sender, isAlias: this.asked.isAlias };
    this.tell('retry', { write, sender: again });
    const answer = await ledger.send(model.tenant.request(write, again));
    this.answered(answer);
    expectLike(answer, { ...whole(first), isReplayed: true });
  }
}

class OtherBody<Choice> extends AboutAccepted<Choice> {
  override async run(model: Model<Choice>, ledger: MortalLedger): Promise<void> {
    const { write, sender } = this.chosen(model);
    const other = { ...write, body: { ...write.body, somethingElse: true } };
    this.tell('another body', { write: other, sender });
    const answer = await ledger.send(model.tenant.request(other, sender));
    this.answered(answer);
    expectLike(answer, { status: 422, isReplayed: false });
  }
}

/** The other holder's own write, under a key that is theirs although the first holder has used its text. */
class OtherHolder<Choice> extends AboutAccepted<Choice> {
  override async run(model: Model<Choice>, ledger: MortalLedger): Promise<void> {
    const { choice, sender } = this.chosen(model);
    const other = { ...sender, holder: 1 - sender.holder };
    const isUsed = model.accepted.some(
      (before) => before.sender.key === other.key && before.sender.holder === other.holder,
    );
    const foreseen = isUsed ? null : model.tenant.foresee(choice, other.holder);
    if (foreseen === null) return;
    this.tell('another holder', { write: foreseen.write, sender: other });
    const answer = await ledger.send(model.tenant.request(foreseen.write, other));
    this.answered(answer);
    if (answer === undefined) throw new Error('The process died without a cause.');
    expectSame(answer.isReplayed, false);
    expectForeseen(model, foreseen, { choice, sender: other, answer });
  }
}

class Single<Choice> extends Told<Choice> {
  constructor(private readonly place: number) {
    super();
  }

  override run({ tenant }: Model<Choice>): Promise<void> {
    return tenant.expectSingle(this.place);
  }
}

class List<Choice> extends Told<Choice> {
  override run({ tenant }: Model<Choice>): Promise<void> {
    return tenant.expectList();
  }
}
