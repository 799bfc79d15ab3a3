import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Credentials } from '#libs/access';
import { builtProcess } from '../../support/built.js';
import { type Ended, runScript } from '../../support/command-line.js';
import { type LedgerDirectory, ledgerDirectory } from '../../support/ledger-directory.js';
import type { LedgerProcess } from '../../support/ledger-process.js';
import { until } from '../../support/until.js';
import { PresetClock } from './preset-clock.js';
import type { Run, Taken } from './recording.js';
import { type Answer, send } from './send.js';
import { toldBody } from './told-body.js';

/** A key for these tests only, made of 32 sevens. With it the names and keys in signed notes are the same in every run. */
const SIGNING_KEY =
  'PRIVATE+KEY+ledger.example/recorded+e90ff2ad+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';

/**
 * How far the clock moves per request. A run stays below the 10 s after which a ledger signs a checkpoint by itself:
 * that is an event, and it would take a different position in each run.
 */
const STEP_MS = 10;

type HeaderValue = string | readonly string[] | undefined;

export interface Asked {
  /** A header that is undefined is not sent; a list is sent as several lines. */
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  /** Text and bytes are sent unchanged, anything else as JSON. */
  readonly body?: unknown;
}

/** Sends a request line, as in `GET /path`, and keeps the answer under the name. */
export type Ask = (name: string, line: string, asked?: Asked) => Promise<Answer>;

/** A ledger with a data directory and a clock of its own, whose answers are kept. */
export class RecordedLedger {
  private readonly taken: Taken[] = [];
  private readonly local = new Map<string, string>();
  private server: LedgerProcess | undefined;
  private address = '';

  private constructor(
    readonly directory: LedgerDirectory,
    private readonly clock: PresetClock,
  ) {
    this.local.set(directory.path, '<directory>');
  }

  static async create(): Promise<RecordedLedger> {
    const directory = await ledgerDirectory();
    await writeFile(directory.files.signingKey, `${SIGNING_KEY}\n`, { mode: 0o600 });
    return new RecordedLedger(directory, new PresetClock(join(directory.path, 'clock')));
  }

  get run(): Run {
    return { taken: this.taken, local: this.local };
  }

  get url(): string {
    return this.address;
  }

  /** Returns the time of all processes of this ledger. */
  now(): Date {
    return this.clock.now();
  }

  /** Replaces a text that belongs to this run, such as the address of another server, in every answer. */
  nameLocally(text: string, placeholder: string): void {
    this.local.set(text, placeholder);
  }

  /** Moves the clock of all processes of this ledger. */
  advance(ms: number): void {
    this.clock.advance(ms);
  }

  /** Changes credentials as the command line does; a running server notices by itself. */
  withCredentials<Result>(work: (credentials: Credentials) => Promise<Result>): Promise<Result> {
    return this.directory.withStore((store) => work(new Credentials(store, this.clock)));
  }

  async start(variables: Record<string, string> = {}): Promise<void> {
    this.server = this.directory.start({ ...this.clock.variables, ...variables });
    this.address = await this.server.ready();
    this.local.set(this.address, '<ledger>');
  }

  async stop(): Promise<void> {
    await this.server?.terminate();
    this.server = undefined;
  }

  /** Everything that the server has written on standard error. */
  get stderr(): string {
    return this.server?.stderr ?? '';
  }

  /** Returns a function that asks with these headers. */
  asker(usual: Asked['headers'] = {}): Ask {
    return async (name, line, asked) => {
      const answer = await this.sent({ name, line, usual }, asked);
      this.takeAnswer(name, line, answer);
      return answer;
    };
  }

  /** Like `asker`, for requests whose answers are not kept. */
  teller(usual: Asked['headers'] = {}): Ask {
    return (name, line, asked) => this.sent({ name, line, usual }, asked);
  }

  /** Keeps an answer that came in another way. */
  takeAnswer(name: string, line: string, { status, headers, bytes }: Answer): void {
    const correlationId = slugOf(name);
    this.take(name, {
      request: line,
      status,
      headers: Object.fromEntries(
        Object.entries(headers).map(([header, value]) => [
          header,
          value === correlationId ? '<as sent>' : value,
        ]),
      ),
      body: toldBody(bytes, headers['content-type']),
    });
  }

  private async sent(
    { name, line, usual }: { name: string; line: string; usual: Asked['headers'] },
    { headers = {}, body }: Asked = {},
  ): Promise<Answer> {
    const [method = '', path = ''] = line.split(' ');
    this.clock.advance(STEP_MS);
    await this.settled();
    const isAsItIs = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    return send(this.address, {
      method,
      path,
      headers: linesOf({
        'x-correlation-id': slugOf(name),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...usual,
        ...headers,
      }),
      body: isAsItIs ? body : JSON.stringify(body),
    });
  }

  /** Runs `ledger` on this ledger's directory and keeps its output and exit code. */
  command(name: string, args: readonly string[], variables: Record<string, string> = {}): Promise<Ended> {
    return this.script(name, { script: builtProcess('cli'), called: 'ledger', args }, variables);
  }

  /** Like `command`, for another program. */
  async script(
    name: string,
    { script, called, args }: { script: string; called: string; args: readonly string[] },
    variables: Record<string, string> = {},
  ): Promise<Ended> {
    this.clock.advance(STEP_MS);
    if (this.server !== undefined) await this.settled();
    const ended = await runScript(script, args, {
      LEDGER_DATA_DIR: this.directory.path,
      PUBLIC_URL: 'https://ledger.example',
      ...this.clock.variables,
      ...variables,
    });
    const { code, stdout, stderr } = ended;
    this.take(name, { command: [called, ...args].join(' '), code, stdout, stderr });
    return ended;
  }

  take(name: string, told: Taken['told']): void {
    const slug = slugOf(name);
    if (this.taken.some((other) => other.name === slug)) throw new Error(`Two answers are called ${slug}.`);
    this.taken.push({ name: slug, told });
  }

  /** Waits until the read models have caught up, so that no answer depends on their lag. */
  async settled(): Promise<void> {
    await until(async () => {
      const response = await fetch(`${this.address}/health/ready`);
      const { readModelLag } = (await response.json()) as { readModelLag: number };
      return readModelLag === 0;
    });
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.clock.close();
    await this.directory.dispose();
  }
}

/** Turns a name into a correlation id, which the events of the request then carry. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const linesOf = (headers: Readonly<Record<string, HeaderValue>>): readonly (readonly [string, string])[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((line) => [name, line] as const),
  );
