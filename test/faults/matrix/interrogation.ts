import type { VerifierKey } from '../../../libs/proof/src/domain/signed-note.js';
import { updateWith } from '../../acceptance/seeds.js';
import { openingExample } from '../../acceptance/enfinitos/clients.js';
import { judge } from '../../support/bundles.js';
import type { KnownCallers, KnownLedger } from './known-ledger.js';

/** Whoever waits longer would say that the ledger hangs. */
const ANSWER_MS = 10_000;

export interface Answered {
  readonly status: number;
  /** The body as text, without what may differ between two right answers. */
  readonly text: string;
}

/** A question to the ledger, with a name by which its answers are compared. */
export interface Question {
  readonly name: string;
  readonly caller: keyof KnownCallers;
  readonly path: string;
}

const ledgerLists: readonly string[] = [
  '/ledger/disputes',
  '/ledger/disputes?limit=3',
  '/ledger/disputes?status=resolved',
  '/ledger/disputes?scheme=billtrust&hasWarning=false',
  '/ledger/disputes?hasWarning=true',
  '/ledger/disputes?tenant=acme&scheme=enfinitos&status=open&status=escalated',
  '/ledger/disputes?q=hearing',
  '/ledger/resolutions',
  '/ledger/resolutions?tenant=acme&isValid=true',
  '/ledger/activity?limit=200',
  '/ledger/activity?tenant=acme&type=DisputeExported',
  '/ledger/activity?holder=Gotham%20ODR&limit=5',
  '/ledger/activity?q=hearing',
  '/ledger/configurations/acme',
  '/ledger/replays',
  '/ledger/consistency?from=5&to=60',
];

const ofDispute = (tenant: string, disputeId: string): readonly string[] => {
  const path = `/ledger/disputes/${tenant}/${encodeURIComponent(disputeId)}`;
  return [
    path,
    `${path}?explain=true`,
    `${path}?revision=0`,
    `${path}/timeline`,
    `${path}/events`,
    `${path}/diff?from=0`,
  ];
};

/** Returns a question for every kind of door of a known ledger. */
const questionsOf = (known: KnownLedger): readonly Question[] => {
  const { tenant, odr, deliveries, invoices, moment, position, eventId, reasonId } = known;
  const billtrust = `/dispute/v1/tenants/${tenant}`;
  const asked: readonly (readonly [keyof KnownCallers, readonly string[]])[] = [
    ['enfinitos', ['/v1/disputes', ...deliveries.slice(0, 5).map((id) => `/v1/disputes/${id}`)]],
    [
      'billtrust',
      [
        `${billtrust}/disputes`,
        `${billtrust}/resolutions`,
        `${billtrust}/categories`,
        `${billtrust}/reasons`,
        `${billtrust}/reasons/${reasonId}`,
        ...invoices.slice(0, 4).map((id) => `${billtrust}/disputes/${id}`),
      ],
    ],
    [
      'auditor',
      [
        ...ledgerLists,
        ...[odr[0], deliveries[2], invoices[0]].flatMap((id) => ofDispute(tenant, id ?? '')),
        `/ledger/disputes?asOf=${moment}`,
        `/ledger/disputes?position=${position}&status=open`,
        `/ledger/resolutions?position=${position}`,
        `/ledger/disputes/${tenant}/${odr[1] ?? ''}?asOf=${moment}`,
        `/ledger/events?limit=200`,
        `/ledger/events?after=40&limit=20`,
        `/ledger/proofs/${eventId}`,
        `/ledger/checkpoint`,
      ],
    ],
  ];
  return asked.flatMap(([caller, paths]) => paths.map((path) => ({ name: `GET ${path}`, caller, path })));
};

export const send = async (
  url: string,
  init: { method?: string; headers: Record<string, string>; body?: string },
): Promise<Answered> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  return { status: response.status, text: await response.text() };
};

/** The position of the rows at the end of a list, which may lag. */
const LAGGING = /(?<="(?:next|previous)":(?:null|"[^"]*")),"position":"\d+"/;

/**
 * What was signed, and how far, differs with the moment: a note is compared up to its first line, and a proof up to
 * its index. Exports are verified against both.
 */
const SIGNED = /^(c2sp\.org\/tlog-proof@v1\nindex \d+|[\w./]+)\n[^]*$/;

/** Checkpoints are not in the feed, and move its end; a page of it may be cut anywhere, and says so. */
const END_OF_FEED = /\],"next":"\d+","isCaughtUp":true\}$/;
const CUT_FEED = /\],"next":"\d+","isCaughtUp":false\}$/;

/** Refusals of the same request differ in this. */
const CORRELATION = /"correlationId":"[^"]*"/;

const comparable = ({ status, text }: Answered): Answered => ({
  status,
  text:
    status < 400
      ? text.replace(LAGGING, '').replace(SIGNED, '$1').replace(END_OF_FEED, ']').replace(CUT_FEED, '')
      : text.replace(CORRELATION, '"correlationId":""'),
});

/** Asks all questions. An answer that does not come is one with the status 0. */
export const interrogate = async (
  url: string,
  known: KnownLedger,
): Promise<ReadonlyMap<string, Answered>> => {
  const answers = new Map<string, Answered>();
  const waiting = [...questionsOf(known)];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, path, caller } = next;
      answers.set(name, await send(url + path, { headers: known.callers[caller] }).then(comparable, lost));
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return answers;
};

const lost = (error: unknown): Answered => ({ status: 0, text: String(error) });

/** A command with the read that has to show it. */
export interface Command {
  readonly name: string;
  readonly answered: Answered;
  /** What the read says; undefined where the command was refused. */
  readonly read: Answered | undefined;
  /** What has to be in it. */
  readonly shows: string;
  readonly reading: Pick<Question, 'caller' | 'path'>;
}

interface Step {
  readonly caller: keyof KnownCallers;
  readonly path: string;
  readonly body?: string;
  readonly reading: Command['reading'];
  readonly shows: string;
}

const stepsOf = ({ tenant, odr, deliveries, invoices }: KnownLedger, marker: string): readonly Step[] => {
  const delivery = `/v1/disputes/${deliveries[6] ?? ''}`;
  const invoice = `/dispute/v1/tenants/${tenant}/disputes/${invoices[5] ?? ''}`;
  const timeline = `/ledger/disputes/${tenant}/${odr[3] ?? ''}/timeline?limit=200`;
  return [
    {
      ...{ caller: 'smartOdr', path: '/update', shows: marker },
      body: updateWith({ disputeId: odr[3] ?? '', update: marker }),
      reading: { caller: 'auditor', path: timeline },
    },
    {
      ...{ caller: 'enfinitos', path: `${delivery}/withdraw`, shows: '"state":"WITHDRAWN"' },
      body: JSON.stringify({ actor: openingExample.openedBy }),
      reading: { caller: 'enfinitos', path: delivery },
    },
    {
      ...{ caller: 'billtrust', path: `${invoice}/cancel`, shows: '"status":2' },
      reading: { caller: 'billtrust', path: invoice },
    },
  ];
};

/** Sends one command of each vendor, and reads what it did. */
export const command = async (url: string, known: KnownLedger): Promise<readonly Command[]> => {
  const commands: Command[] = [];
  for (const { caller, path, body, reading, shows } of stepsOf(known, `marker of ${url}`)) {
    const answered = await send(url + path, {
      method: 'POST',
      headers: known.callers[caller],
      ...(body !== undefined && { body }),
    }).catch(lost);
    const isDone = answered.status >= 200 && answered.status < 300;
    const read = isDone ? await readAgain(url, known, reading) : undefined;
    commands.push({ name: `POST ${path}`, answered, read, shows, reading });
  }
  return commands;
};

/** Reads what a command did. */
export const readAgain = (
  url: string,
  { callers }: KnownLedger,
  { caller, path }: Command['reading'],
): Promise<Answered> => send(url + path, { headers: callers[caller] }).catch(lost);

/** Exports a dispute. Returns what an offline verification says of it, or how it was refused. */
export const exported = async (
  url: string,
  known: KnownLedger,
  trusted: readonly VerifierKey[],
): Promise<Answered> => {
  const path = `/ledger/disputes/${known.tenant}/${known.odr[2] ?? ''}/export`;
  try {
    const response = await fetch(url + path, {
      headers: known.callers.auditor,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok)
      return comparable({ status: response.status, text: Buffer.from(bytes).toString('utf8') });
    return { status: response.status, text: judge(bytes, trusted).verdict };
  } catch (error) {
    return lost(error);
  }
};
