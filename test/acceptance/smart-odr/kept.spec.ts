import { plainToInstance } from 'class-transformer';
import { describe, expect, it } from '@jest/globals';
import {
  type DtoClass,
  type FieldRule,
  fieldsOf,
  isNested,
} from '../../../libs/http/src/validation/dto-fields.js';
import { ConciliationReportMessageDto } from '../../../libs/partners/src/smart-odr/smart-odr.conciliation.dto.js';
import {
  ArbitrationReportMessageDto,
  UpdateDto,
} from '../../../libs/partners/src/smart-odr/smart-odr.dto.js';
import { smartOdrExamples } from '../../../libs/partners/src/smart-odr/smart-odr.examples.js';
import { StatusDto } from '../../../libs/partners/src/smart-odr/smart-odr.status.dto.js';
import { newInstitution, signatureHeader, signToken } from '../../support/institution.js';
import { type Answer, bodyOf, recordedAfter, send } from '../clients.js';
import { smartOdrLedger } from './ledger.js';

const gotham = newInstitution('Gotham ODR');
const ledger = smartOdrLedger(gotham);

type Members = Readonly<Record<string, unknown>>;

/** A message that is accepted and that has every field, with one item in every list. */
interface Message {
  readonly type: string;
  readonly dto: DtoClass;
  readonly whole: Members;
}

const { update, status, arbitrationReport, conciliationReport } = smartOdrExamples;

const messages: readonly Message[] = [
  { type: 'update', dto: UpdateDto, whole: update.dispute },
  { type: 'status', dto: StatusDto, whole: status.dispute },
  {
    type: 'update_arbitration_report',
    dto: ArbitrationReportMessageDto,
    whole: {
      ...arbitrationReport.dispute,
      ArbitrationReport: {
        ...arbitrationReport.dispute.ArbitrationReport,
        investorFeesDate: '2025-01-15',
        intentionReceivedDate: '2025-01-30',
      },
      DisputeArbitrators: arbitrationReport.dispute.DisputeArbitrators.slice(0, 1),
    },
  },
  {
    type: 'update_conciliation_report',
    dto: ConciliationReportMessageDto,
    whole: conciliationReport.dispute,
  },
];

/** What must be said beside the field, so that the message does not contradict itself. */
const BESIDE: Readonly<Record<string, Members>> = {
  arbitratorAppointedDate: { arbitratorAcceptanceDate: null },
  arbitratorRejectionDate: { arbitratorAcceptanceDate: null, isApproved: false },
  reappointedBehalfOf: { isReappointed: true },
  isSettled: { settlementAmount: null, settlementDate: null },
};

/** The form of a text that is not free. */
const FORMS: Readonly<Record<string, (mark: number) => string>> = {
  disputeId: (mark) => `MARK-${mark}`,
  arbitratorPAN: (mark) => `MARKD${mark}K`,
};

/**
 * The fields that are refused by name: each report takes one type, and an arbitrator is reappointed exactly if
 * it is said on whose behalf, which is kept.
 */
const REFUSED = [
  'update_arbitration_report DisputeArbitrators.0.isReappointed',
  'update_arbitration_report disputetype',
  'update_conciliation_report disputetype',
];

interface Field {
  readonly path: readonly string[];
  readonly rules: readonly FieldRule[];
  readonly value: unknown;
}

/** Returns every field that the DTO of the instance declares, and those of the DTOs inside it. */
const fieldsIn = (instance: object, parent: readonly string[] = []): readonly Field[] =>
  [...fieldsOf(instance.constructor as DtoClass)].flatMap(([name, rules]): readonly Field[] => {
    const value: unknown = Reflect.get(instance, name);
    const path = [...parent, name];
    if (!isNested(rules)) return [{ path, rules, value }];
    if (Array.isArray(value)) return fieldsIn(value[0] as object, [...path, '0']);
    return fieldsIn(value as object, path);
  });

let marks = 1_000;

/** Returns a value that the field allows and that nothing else has. A boolean and a word have few values. */
const markedValue = ({ path, rules, value }: Field): unknown => {
  marks += 1;
  const form = FORMS[path.at(-1) ?? ''];
  if (form !== undefined) return form(marks);
  const constraints = new Map(rules.map(({ name, constraints: given }) => [name ?? '', given]));
  if (constraints.has('isBoolean')) return value !== true;
  const words = constraints.get('isIn')?.[0] as readonly unknown[] | undefined;
  if (words !== undefined) return words.find((word) => word !== value) ?? `mark-${marks}`;
  if (constraints.has('form:day')) return `3${String(marks % 1_000).padStart(3, '0')}-03-17`;
  if (constraints.has('isInt')) return marks - 500;
  return constraints.has('type:amount') ? marks + 0.25 : `mark-${marks}`;
};

/** Returns the members with the value at the path, and with what must be said beside it. */
const withValue = (members: Members, path: readonly string[], value: unknown): Members => {
  const [name = '', ...rest] = path;
  if (rest.length === 0) return { ...members, ...BESIDE[name], [name]: value };
  const inside = withValue(members[name] as Members, rest, value);
  return { ...members, [name]: Array.isArray(members[name]) ? Object.values(inside) : inside };
};

/** Sends the message about a dispute of its own; resolves with what was recorded, apart from the body. */
const sent = async (type: string, dispute: Members): Promise<readonly [Answer, string]> => {
  const before = await ledger.running.ledger.store.headPosition();
  const answer = await send(`${ledger.running.url}/${type}`, {
    method: 'POST',
    body: JSON.stringify({ dispute: { disputeId: `KEPT-${(marks += 1)}`, ...dispute } }),
    headers: {
      authorization: signatureHeader(
        gotham.keyId,
        await signToken(gotham),
        type === 'status' ? 'status' : 'update',
      ),
      'content-type': 'application/json',
    },
  });
  const recorded = await recordedAfter(ledger.running, before);
  const kept = recorded.map(({ type: event, data: { received: _, ...data } }) => ({ event, data }));
  return [answer, JSON.stringify(kept).replaceAll(/KEPT-\d+/g, 'KEPT')];
};

describe.each(messages)('every field of $type', ({ type, dto, whole: { disputeId: _, ...whole } }) => {
  const fields = fieldsIn(plainToInstance(dto, { ...whole, disputeId: 'KEPT-1' }));

  it.each(fields.map((field) => [field.path.join('.'), field] as const))(
    'is in the event or refused by name: %s',
    async (path, field) => {
      const value = markedValue(field);
      const [, unmarked] = await sent(type, withValue(whole, field.path, field.value));
      const [answer, kept] = await sent(type, withValue(whole, field.path, value));
      const isFree = typeof value !== 'boolean' && !field.rules.some(({ name }) => name === 'isIn');
      const isKept = answer.status === 200 && kept !== unmarked && (!isFree || kept.includes(String(value)));
      const isRefused =
        answer.status === 400 &&
        kept === '[]' &&
        bodyOf<{ message: string }>(answer).message.includes(field.path.at(-1) ?? '');

      expect([answer.text, isKept, isRefused]).toStrictEqual([
        answer.text,
        !REFUSED.includes(`${type} ${path}`),
        REFUSED.includes(`${type} ${path}`),
      ]);
    },
  );

  it('is refused with what must be sent if it is something else, or holds something else', async () => {
    const parents = Object.keys(whole).filter((name) => typeof whole[name] === 'object');
    for (const path of [...fields.map((field) => field.path), ...parents.map((name) => [name])]) {
      const [answer, kept] = await sent(type, withValue(whole, path, path.length === 1 ? 7 : { x: 7 }));

      expect([path, answer.status, kept]).toStrictEqual([path, 400, '[]']);
      expect(bodyOf<{ message: string }>(answer).message).toMatch(
        new RegExp(`${path.at(-1) ?? ''} must be .*(as in .|one of \\w|true or false)`),
      );
    }
  });

  it('has all fields of its example', () => {
    const known = new Set(fields.map(({ path }) => path[0]));

    expect(Object.keys(whole).filter((name) => !known.has(name))).toStrictEqual([]);
  });
});
