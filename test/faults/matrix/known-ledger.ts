import { provenStreamPrefixes } from '#libs/deployment';
import { userOf } from '../../acceptance/billtrust/clients.js';
import { type Answer, type Post, bodyOf, clientOf, send } from '../../acceptance/clients.js';
import { developerOf, type Developer, disputeOf, openingWith } from '../../acceptance/enfinitos/clients.js';
import { reportExample, updateWith } from '../../acceptance/seeds.js';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';

const TENANT = 'acme';
const UPDATES = 34;

/** The credentials of a known ledger, as the headers that its callers send. */
export interface KnownCallers {
  readonly smartOdr: Record<string, string>;
  readonly enfinitos: Record<string, string>;
  readonly billtrust: Record<string, string>;
  readonly auditor: Record<string, string>;
}

/** A ledger whose history is known: every request of it was accepted. */
export interface KnownLedger {
  readonly callers: KnownCallers;
  readonly tenant: string;
  /** The ids of disputes of each vendor. */
  readonly odr: readonly string[];
  readonly deliveries: readonly string[];
  readonly invoices: readonly string[];
  readonly reasonId: string;
  /** The id of an event. */
  readonly eventId: string;
  /** A moment and a position in the midst of its history. */
  readonly moment: string;
  readonly position: string;
}

const accepted = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(`Refused: ${answer.status} ${answer.text}`);
  return answer;
};

/** Writes the history through the vendors' APIs: about 150 events. `halfWay` is called in its midst. */
export const writeKnownLedger = async (
  running: RunningLedger,
  halfWay: () => Promise<void>,
): Promise<KnownLedger> => {
  const institution = newInstitution('Gotham ODR', TENANT);
  await register(running, institution);
  const auditor = { authorization: `Bearer ${await auditorKey(running)}` };
  const read = async (path: string): Promise<Answer> =>
    accepted(await send(running.url + path, { headers: auditor }));
  const post = await clientOf(running, institution);
  const developer = await developerOf(running, TENANT);
  const odr = ['ODR-1', 'ODR-2', 'ODR-3', 'ODR-4'];
  await writeUpdates(post, odr);
  const invoices = await writeInvoices(running);
  await read(`/ledger/disputes/${TENANT}/ODR-1/export`);
  await halfWay();
  const opened = await developer.reach('OPENED');
  const deliveries = [opened.id, ...(await writeDeliveries(developer))];
  accepted(await post('/update_arbitration_report', reportExample));
  await writeUpdates(post, odr.slice(0, 2));
  for (const dispute of [deliveries[1], invoices.disputes[0], odr[2]])
    await read(`/ledger/disputes/${TENANT}/${dispute ?? ''}/export`);
  // Nothing is left to be signed, so that no question changes what the next one is answered.
  await signEverything(running);
  const timeline = bodyOf<{ entries: readonly { eventId: string; recordedAt: string }[] }>(
    await read(`/ledger/disputes/${TENANT}/${opened.id}/timeline`),
  );
  const [first] = timeline.entries;
  return {
    callers: {
      smartOdr: { authorization: await documentedHeader(institution), 'content-type': 'application/json' },
      enfinitos: { authorization: `Bearer ${developer.apiKey}`, 'content-type': 'application/json' },
      billtrust: { 'x-billtrust-api-key': invoices.apiKey, 'content-type': 'application/json' },
      auditor,
    },
    tenant: TENANT,
    odr,
    deliveries,
    invoices: invoices.disputes,
    reasonId: invoices.reasonId,
    eventId: first?.eventId ?? '',
    moment: first?.recordedAt ?? '',
    position: String(await running.ledger.store.headPosition()),
  };
};

const signEverything = async ({ ledger: { store, proofLog } }: RunningLedger): Promise<void> => {
  let leaves = 0;
  for await (const { events } of store.readAll({ streamPrefixes: provenStreamPrefixes }))
    leaves += events.length;
  await until(async () => {
    await proofLog.signer.checkpoint();
    return proofLog.signer.newest?.size === leaves;
  });
};

const writeUpdates = async (post: Post, disputes: readonly string[]): Promise<void> => {
  for (let update = 0; update < UPDATES; update += 1) {
    const disputeId = disputes[update % disputes.length] ?? '';
    accepted(await post('/update', updateWith({ disputeId, update: `Hearing ${update} of ${disputeId}` })));
  }
};

const writeDeliveries = async (developer: Developer): Promise<readonly string[]> => {
  const states = ['INVESTIGATING', 'OPERATOR_RESPONDED', 'RESOLVED', 'ESCALATED', 'WITHDRAWN'] as const;
  const ids: string[] = [];
  for (const state of states) ids.push((await developer.reach(state)).id);
  for (const campaign of ['campaign-8', 'campaign-9', 'campaign-10']) {
    const affectedSurface = { campaignId: campaign, screenIds: ['screen-9'], substrateId: 'dooh' };
    ids.push(disputeOf(await developer.post('', openingWith({ affectedSurface }))).id);
  }
  return ids;
};

const writeInvoices = async (running: RunningLedger) => {
  const user = await userOf(running, TENANT);
  const fields = { description: 'Dispute Validated', isValid: true };
  const { resolutionId } = await user.resolution('DISPVALID', fields);
  accepted(await user.call('PUT', `/resolutions/${resolutionId}/apply-when-invoice-closed`));
  await user.resolution('REJECTED', { description: 'Rejected', isValid: false });
  await user.category('SHIPPING');
  const { reasonId } = await user.reason('DAMAGED', { categoryCode: 'SHIPPING', description: 'Damaged' });
  await user.reason('LATE', { categoryCode: 'SHIPPING', description: 'Late' });
  const disputes: string[] = [];
  for (let invoice = 1; invoice <= 6; invoice += 1) {
    const { disputeId } = await user.dispute({
      documentNumber: `INV-${invoice}`,
      accountNumber: `ACC-${invoice % 2}`,
      amount: `${invoice}0.50`,
      currencyCode: 'USD',
      categoryCode: 'SHIPPING',
      reasonCode: invoice % 2 === 0 ? 'DAMAGED' : 'LATE',
    });
    disputes.push(disputeId);
  }
  const [first = '', second = '', third = ''] = disputes;
  const close = { body: { resolutionCode: 'DISPVALID' } };
  accepted(await user.call('POST', `/disputes/${first}/close`, close));
  accepted(await user.call('POST', `/disputes/${second}/close`, { body: { resolutionCode: 'REJECTED' } }));
  accepted(await user.call('POST', `/disputes/${third}/cancel`));
  accepted(await user.call('POST', '/invoices/INV-4/closed'));
  return { apiKey: user.apiKey, disputes, reasonId };
};
