import { describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { type Answer, bodyOf, recordedAfter } from '../clients.js';
import { type Report, reportAfter } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const ledger = smartOdrLedger(newInstitution('Gotham ODR'));

const permutations = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, index) =>
        permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]),
      );

const orders = permutations([0, 1, 2, 3]);
let disputes = 0;

interface Sent {
  readonly answer: Answer;
  readonly disputeId: string;
  /** The names of the arbitrators, in the order in which they were sent. */
  readonly names: readonly string[];
}

/** Sends the example after the change, with its arbitrators in this order, as the report of a new dispute. */
const sendIn = async (order: readonly number[], change: (dispute: Report) => void): Promise<Sent> => {
  const disputeId = `ORDER-${(disputes += 1)}`;
  let names: readonly string[] = [];
  const body = reportAfter((dispute) => {
    change(dispute);
    dispute.disputeId = disputeId;
    dispute.DisputeArbitrators = order.map((index) => dispute.DisputeArbitrators[index] ?? {});
    names = dispute.DisputeArbitrators.map(({ arbitratorName }) => String(arbitratorName));
  });
  return { answer: await ledger.post('/update_arbitration_report', body), disputeId, names };
};

const unchanged = (): void => undefined;

const inArbitrator =
  (index: number, fields: object) =>
  ({ DisputeArbitrators }: Report): void => {
    Object.assign(DisputeArbitrators[index] ?? {}, fields);
  };

describe('the order in which a report lists its arbitrators', () => {
  it.each([
    ['as in the example', unchanged],
    ['with a warning', inArbitrator(3, { reappointedBehalfOf: 'Nobody' })],
    ['with two on one seat from one day', inArbitrator(3, { arbitratorAppointedDate: '2025-01-15' })],
  ])('changes neither the answer nor what is recorded: %s', async (_, change) => {
    const outcomes = new Set<string>();
    for (const order of orders) {
      const before = await ledger.running.ledger.store.headPosition();
      const { answer, disputeId } = await sendIn(order, change);
      const events = await recordedAfter(ledger.running, before);
      const kept = events.map(({ type, data: { received: __, ...data } }) => ({ type, data }));

      expect(answer.status).toBe(200);
      outcomes.add(`${answer.text} ${JSON.stringify(kept)}`.replaceAll(disputeId, 'ORDER'));
    }

    expect(outcomes.size).toBe(1);
  });

  it.each<[string, (dispute: Report) => void, readonly string[]]>([
    [
      'a second on a seat who is not reappointed',
      inArbitrator(3, { isReappointed: false, reappointedBehalfOf: null }),
      ['Audrey Henderson.isReappointed must be true for a second arbitrator on arbIndex 3'],
    ],
    [
      'two approved on a seat',
      inArbitrator(2, { isApproved: true, arbitratorRejectionDate: null }),
      ['Audrey Henderson.isApproved must be false: another arbitrator on arbIndex 3 is approved'],
    ],
    [
      'two who are wrong',
      (dispute) => {
        inArbitrator(0, { arbIndex: 0 })(dispute);
        inArbitrator(1, { arbIndex: 3 })(dispute);
      },
      [
        'Smith Doe.arbIndex must be at least 1',
        // Both were first appointed on the same day, and the one with the later PAN counts as the second.
        'Aaron K. Johnson.isReappointed must be true for a second arbitrator on arbIndex 3',
        'Audrey Henderson.isApproved must be false: another arbitrator on arbIndex 3 is approved',
      ],
    ],
  ])('changes nothing of a refusal: %s', async (_, change, problems) => {
    for (const order of orders) {
      const { answer, names } = await sendIn(order, change);
      const { message } = bodyOf<{ message: string }>(answer);
      const named = message.replaceAll(
        /DisputeArbitrators\[(\d)\]/g,
        (__, index) => names[Number(index)] ?? '',
      );

      expect(answer.status).toBe(400);
      expect(named.split('; ').sort()).toStrictEqual([...problems].sort());
    }
  });
});
