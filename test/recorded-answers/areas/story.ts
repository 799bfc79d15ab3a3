import { documentedHeader } from '../../support/institution.js';
import { auditorKey, bearer, developerKey, registered, userKey } from '../support/people.js';
import type { Ask, RecordedLedger } from '../support/recorded-ledger.js';
import { type Answer, jsonOf } from '../support/send.js';
import { documents, reportWith, updateWith } from './smart-odr/requests.js';
import { openingWith } from './enfinitos/disputes.js';

/** Disputes of every vendor and of two tenants, and the key that reads them. */
export interface Story {
  /** For all tenants, with every scope. */
  readonly auditor: { readonly credentialId: string; readonly apiKey: string };
  readonly conciliated: string;
  readonly arbitrated: string;
  readonly delivery: string;
  readonly invoice: string;
  /** Adds an event, and returns the path of its proof. */
  readonly tellMore: (name: string) => Promise<string>;
  /** Adds an event, and has the whole log signed. */
  readonly signMore: (name: string) => Promise<void>;
}

const REPORTED = 'DMDP-DP-2024-07-649989';

/** Plays the story on a new ledger, and leaves the server running. */
export const playStory = async (
  ledger: RecordedLedger,
  variables: Record<string, string> = {},
): Promise<Story> => {
  const gotham = await registered(ledger, 'Gotham ODR', { keyId: 'gotham-1' });
  const metropolis = await registered(ledger, 'Metropolis ODR', {
    keyId: 'metropolis-1',
    tenant: 'umbrella',
  });
  const developer = await developerKey(ledger);
  const user = await userKey(ledger);
  const revoked = await userKey(ledger, { holder: 'user-2' });
  await ledger.withCredentials((credentials) => credentials.revoke(revoked.credentialId));
  const auditor = await auditorKey(ledger);
  await ledger.start(variables);

  await tellConciliation(
    ledger.teller({ authorization: await documentedHeader(gotham) }),
    ledger.teller(bearer(auditor)),
  );
  await tellArbitration(ledger.teller({ authorization: await documentedHeader(gotham) }));
  const tellElsewhere = ledger.teller({ authorization: await documentedHeader(metropolis) });
  const tellMore = async (name: string): Promise<string> => {
    const { headers } = await tellElsewhere(name, 'POST /update', {
      body: updateWith({ disputeId: 'U-1', userName: 'Lex' }),
    });
    return headers['ledger-proof'] ?? '';
  };
  const signMore = async (name: string): Promise<void> => {
    await ledger.teller(bearer(auditor))(`the proof of ${name}`, `GET ${await tellMore(name)}`);
  };
  await tellMore('an update of another tenant');
  const delivery = await tellDelivery(ledger.teller(bearer(developer)));
  const invoice = await tellInvoice(ledger.teller({ 'x-billtrust-api-key': user.apiKey }));
  return {
    auditor,
    conciliated: 'MII-INV-2024-01-781096',
    arbitrated: REPORTED,
    delivery,
    invoice,
    tellMore,
    signMore,
  };
};

const tellConciliation = async (tell: Ask, audit: Ask): Promise<void> => {
  const first = await tell('a first update', 'POST /update', { body: documents.update });
  // The first checkpoint is signed here; no other is signed without being asked for.
  await audit('its proof', `GET ${first.headers['ledger-proof'] ?? ''}`);
  await tell('a second update', 'POST /update', {
    body: updateWith({ update: 'The PAN ABCDE1234H was given.', userName: '=Clark' }),
  });
};

const tellArbitration = async (tell: Ask): Promise<void> => {
  const REPORT = 'POST /update_arbitration_report';
  await tell('a first report', REPORT, { body: documents.report });
  await tell('a second report', REPORT, {
    body: reportWith(
      { role: 'ARBITRATOR', userName: 'Judge "Dredd"' },
      { arbitralAwardAmount: 2500, isIntentionReceived: true, intentionReceivedDate: '2025-02-01' },
    ),
  });
};

const tellDelivery = async (tell: Ask): Promise<string> => {
  const opened = await tell('a delivery dispute', 'POST /v1/disputes', { body: openingWith({}) });
  const { id } = jsonOf<{ data: { dispute: { id: string } } }>(opened).data.dispute;
  for (const [name, route, body] of [
    ['an investigation', 'advance', { toState: 'INVESTIGATING' }],
    ['evidence', 'advance', { toState: 'EVIDENCE_GATHERED', actor: 'analyst' }],
    [
      'the operator',
      'respond',
      { role: 'operator', stance: 'DISPUTED', proposedRemedy: { amount: '600.25' } },
    ],
    ['the advertiser', 'respond', { role: 'advertiser', stance: 'REJECTED' }],
    ['a credit', 'resolve', { kind: 'CREDIT_ISSUED', creditNoteId: 'credit-note-1' }],
  ] as const)
    await tell(name, `POST /v1/disputes/${id}/${route}`, { body });
  const other = await tell('another delivery dispute', 'POST /v1/disputes', {
    body: openingWith({ openedBy: 'Zoë' }),
  });
  const path = `/v1/disputes/${jsonOf<{ data: { dispute: { id: string } } }>(other).data.dispute.id}`;
  await tell('an escalation', `POST ${path}/escalate`, { body: { notes: 'Ten days, no answer.' } });
  return id;
};

const tellInvoice = async (tell: Ask): Promise<string> => {
  const ROOT = '/dispute/v1/tenants/acme';
  const idOf = (answer: Answer): string => jsonOf<{ disputeId: string }>(answer).disputeId;
  await tell('a resolution', `POST ${ROOT}/resolutions`, {
    body: { code: 'DISPVALID', description: 'Dispute Validated', active: true, isValid: true },
  });
  await tell('another resolution', `POST ${ROOT}/resolutions`, { body: { code: 'DISPINVALID' } });
  await tell('a category', `POST ${ROOT}/categories`, { body: { code: 'SHIPPING' } });
  await tell('a reason', `POST ${ROOT}/reasons`, {
    body: { code: 'DAMAGED', description: 'Damaged in Shipping', categoryCode: 'SHIPPING' },
  });
  const closed = idOf(
    await tell('an invoice dispute', `POST ${ROOT}/disputes`, {
      body: {
        documentNumber: 'INV-1001',
        accountNumber: 'ACC-1',
        amount: '120.50',
        currencyCode: 'USD',
        categoryCode: 'SHIPPING',
        reasonCode: 'DAMAGED',
      },
    }),
  );
  await tell('its closing', `POST ${ROOT}/disputes/${closed}/close`, {
    body: { resolutionCode: 'DISPVALID' },
  });
  const cancelled = idOf(
    await tell('another invoice dispute', `POST ${ROOT}/disputes`, { body: { documentNumber: 'INV-1002' } }),
  );
  await tell('its cancellation', `POST ${ROOT}/disputes/${cancelled}/cancel`, { body: { notes: 'Twice.' } });
  await tell('a third invoice dispute', `POST ${ROOT}/disputes`, { body: { documentNumber: 'INV-1003' } });
  return closed;
};
