import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { after, type Answer, bodyOf, clientOf, type Read, readerOf } from '../clients.js';
import { reportAfter, reportExample, updateWith } from '../seeds.js';

const institution = newInstitution('Gotham ODR');
/** Any PAN in capitals, but in small letters only those written here: hexadecimal ids look like others. */
const PAN = /[A-Z]{5}\d{4}[A-Z]|abcde1234[h-k]|zyxwv9876a/;
const MASKED = 'ABXXXXXX4H';

let running: RunningLedger;
let newest: Record<string, string>;
/** Reads with a key that may not export evidence. */
let read: Read;
let exporter: Read;

const path = '/ledger/disputes/smartodr/DMDP-DP-2024-07-649989';

beforeAll(async () => {
  running = await startLedger();
  await register(running, institution);
  read = readerOf(running, await auditorKey(running, ['dispute:read', 'timeline:read']));
  exporter = readerOf(running, await auditorKey(running, ['dispute:read', 'timeline:read', 'export:create']));

  const post = await clientOf(running, institution);
  const answers: Answer[] = [];
  answers.push(await post('/update_arbitration_report', reportExample));
  // Another arbitrator and another predecessor: both numbers are in the changes.
  answers.push(
    await post(
      '/update_arbitration_report',
      reportAfter(({ DisputeArbitrators: [first, , , last] }) => {
        Object.assign(first ?? {}, { arbitratorPAN: ' zyxwv9876a ', arbitratorName: 'Smith ZYXWV9876A Doe' });
        Object.assign(last ?? {}, { reappointedBehalfOf: 'ABCDE1234I' });
      }),
    ),
  );
  for (const text of ['PAN ABCDE1234H', 'line\nABCDE1234H', 'tab\tABCDE1234H', '"ABCDE1234H"', 'abcde1234h'])
    answers.push(
      await post(
        '/update',
        updateWith({ disputeId: 'DMDP-DP-2024-07-649989', update: text, description: text, userName: text }),
      ),
    );
  const { dispute } = JSON.parse(
    updateWith({ disputeId: 'DMDP-DP-2024-07-649989', update: 'x\nABCDE1234H' }),
  ) as {
    dispute: object;
  };
  answers.push(await post('/update', JSON.stringify({ dispute: JSON.stringify(dispute) })));
  const escaped = updateWith({ disputeId: 'DMDP-DP-2024-07-649989', update: 'AB' }).replace(
    '"AB"',
    '"\\u0041BCDE1234H"',
  );
  answers.push(await post('/update', escaped));

  expect(answers.map(({ status }) => status)).toStrictEqual(answers.map(() => 200));
  newest = after(answers.at(-1) as Answer);
});

afterAll(() => running.dispose());

describe('personal tax numbers', () => {
  it.each([
    ['the dispute', path],
    ['the list', '/ledger/disputes'],
    ['a search for one', '/ledger/disputes?q=ABCDE1234H'],
    ['the timeline', `${path}/timeline`],
    ['the raw events', `${path}/events`],
  ])('are masked in %s', async (_, address) => {
    const answer = await read(address, newest);

    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(PAN);
    // Not even in a body that was sent with an escape.
    expect(answer.text.replaceAll(/\\+u0041/g, 'A')).not.toMatch(PAN);
  });

  it.each([
    ['the dispute', path],
    ['the timeline', `${path}/timeline`],
    ['the raw events', `${path}/events`],
  ])('can be told apart in %s', async (_, address) => {
    expect((await read(address, newest)).text).toContain(MASKED);
  });

  it('are unmasked in the raw events for those who may export: these are the evidence', async () => {
    const { events } = bodyOf<{ events: { data: Record<string, unknown> }[] }>(
      await exporter(`${path}/events`, newest),
    );
    const filed = events.find(({ data }) => data['version'] === 1)?.data;

    expect(filed?.['received']).toBe(reportExample);
    expect(filed?.['appointments']).toMatchObject([
      { pan: 'ABCDE1234H' },
      { pan: 'ABCDE1234I' },
      { pan: 'ABCDE1234J' },
      { pan: 'ABCDE1234K', onBehalfOf: 'ABCDE1234J', onBehalfOfPan: 'ABCDE1234J' },
    ]);
  });

  it.each([
    ['the dispute', path],
    ['the timeline', `${path}/timeline`],
  ])('are masked in %s even for those who may export', async (_, address) => {
    expect((await exporter(address, newest)).text).not.toMatch(PAN);
  });
});
