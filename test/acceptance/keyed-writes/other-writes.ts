import { openingExample, steps } from '../enfinitos/clients.js';
import { smartOdrExamples } from '../../../libs/partners/src/smart-odr/smart-odr.examples.js';
import { reportExample, updateWith } from '../seeds.js';
import { conciliationWith } from '../smart-odr/conciliations.js';
import type { Callers } from './callers.js';
import { done, type Preparation, type Writes } from './writes.js';

const D = '/v1/disputes';

const act = (callers: Callers, id: string, [route, body]: readonly [string, object]) =>
  done(callers, 'POST', { path: `${D}/${id}/${route}`, body });

const opened = async (callers: Callers): Promise<string> => {
  const answer = { path: D, body: openingExample };
  const { data } = await done<{ data: { dispute: { id: string } } }>(callers, 'POST', answer);
  return data.dispute.id;
};

type StepName = keyof typeof steps;

/** A step after others. Meanwhile the dispute ends, so that no step is allowed any more. */
const stepAfter = (step: StepName, ...before: readonly StepName[]): Preparation => {
  return async (callers) => {
    const id = await opened(callers);
    for (const earlier of before) await act(callers, id, steps[earlier]);
    const [route, body] = steps[step];
    const isEnd = step === 'RESOLVED' || step === 'WITHDRAWN';
    const ends = step === 'ESCALATED' ? steps.RESOLVED : steps.WITHDRAWN;
    const path = `${D}/${id}/${route}`;
    const other = { path: `${D}/${await opened(callers)}/${route}` };
    return { path, body, other, ...(!isEnd && { meanwhile: () => act(callers, id, ends) }) };
  };
};

const unknown = (step: StepName): Preparation => {
  const [route, body] = steps[step];
  return () => ({ path: `${D}/dispute:unknown/${route}`, body });
};

const enfinitosWrites: Writes = {
  'POST /v1/disputes': {
    new: () => ({ path: D, body: openingExample }),
    refused: () => ({ path: D, body: openingExample, headers: { 'if-match': '*' } }),
  },
  'POST /v1/disputes/:id/advance': { changed: stepAfter('INVESTIGATING'), refused: unknown('INVESTIGATING') },
  'POST /v1/disputes/:id/respond': {
    changed: stepAfter('OPERATOR_RESPONDED', 'INVESTIGATING', 'EVIDENCE_GATHERED'),
    refused: unknown('OPERATOR_RESPONDED'),
  },
  'POST /v1/disputes/:id/resolve': {
    changed: stepAfter('RESOLVED', 'ESCALATED'),
    refused: unknown('RESOLVED'),
  },
  'POST /v1/disputes/:id/withdraw': { changed: stepAfter('WITHDRAWN'), refused: unknown('WITHDRAWN') },
  'POST /v1/disputes/:id/escalate': { changed: stepAfter('ESCALATED'), refused: unknown('ESCALATED') },
};

const updateOf = (disputeId: string): object => JSON.parse(updateWith({ disputeId })) as object;

const reportOf = (disputeId: string): object => {
  const { dispute } = JSON.parse(reportExample) as { dispute: object };
  return { dispute: { ...dispute, disputeId } };
};

const statusOf = (disputeId: string): object => {
  const { dispute } = smartOdrExamples.status;
  return { dispute: { ...dispute, disputeId } };
};

const conciliationOf = (disputeId: string): object => JSON.parse(conciliationWith({ disputeId })) as object;

const received = (path: string, bodyOf: (disputeId: string) => object, isThere: boolean): Preparation => {
  return async (callers, name) => {
    const body = bodyOf(name);
    if (isThere) await done(callers, 'POST', { path, body });
    const meanwhile = () => done(callers, 'POST', { path: '/update', body: updateOf(name) });
    return { path, body, meanwhile };
  };
};

const messages = {
  '/update': updateOf,
  '/status': statusOf,
  '/update_conciliation_report': conciliationOf,
  '/update_arbitration_report': reportOf,
} as const;

const smartOdrWrites: Writes = Object.fromEntries(
  Object.entries(messages).map(([path, bodyOf]) => [
    `POST ${path}`,
    {
      new: received(path, bodyOf, false),
      changed: received(path, bodyOf, true),
      refused: () => ({ path, body: bodyOf('NONE'), headers: { 'if-match': '*' } }),
    },
  ]),
);

const ledgerWrites: Writes = {
  'POST /ledger/replays': {
    new: () => ({ path: '/ledger/replays', body: {}, other: { body: { swap: true } } }),
    refused: () => ({ path: '/ledger/replays', body: { swap: 'maybe' } }),
  },
};

export const otherWrites: Writes = { ...enfinitosWrites, ...smartOdrWrites, ...ledgerWrites };
