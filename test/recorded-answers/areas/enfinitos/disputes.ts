import type { Ask } from '../../support/recorded-ledger.js';
import { type Answer, jsonOf } from '../../support/send.js';

export const ROOT = '/v1/disputes';

/** The request of the document, with a value in place of each `<string>`. */
const opening = {
  disputedPeriod: { start: '2023-11-07T05:31:56Z', end: '2023-11-08T05:31:56Z' },
  affectedSurface: { campaignId: 'campaign-1', screenIds: ['screen-1'], substrateId: 'substrate-1' },
  claimedShortfall: { unit: 'impressions', amount: '1200.50' },
  openedBy: 'advertiser-desk',
  evidenceBundle: {
    proofPackIds: ['proof-pack-1'],
    meteringSnapshotIds: ['metering-1'],
    settlementApplicationIds: ['settlement-1'],
    attachmentRefs: ['attachment-1'],
    auditorReportRef: 'auditor-report-1',
  },
};

export const openingWith = (fields: Readonly<Record<string, unknown>>): object => ({ ...opening, ...fields });

export const pathOf = (answer: Answer): string =>
  `${ROOT}/${jsonOf<{ data: { dispute: { id: string } } }>(answer).data.dispute.id}`;

/** Takes a dispute through the document's states, from its opening to a credit. */
export const askWholeWay = async (ask: Ask, auditor: Ask): Promise<void> => {
  const opened = await ask('the opening of the document', `POST ${ROOT}`, { body: opening });
  // The first checkpoint is signed here; no other is signed without being asked for.
  await auditor('the proof of the opening', `GET ${opened.headers['ledger-proof'] ?? ''}`);
  const dispute = pathOf(opened);
  await ask('the dispute', `GET ${dispute}`);
  await ask('it is investigated', `POST ${dispute}/advance`, { body: { toState: 'INVESTIGATING' } });
  await ask('it is investigated again', `POST ${dispute}/advance`, { body: { toState: 'INVESTIGATING' } });
  await ask('its evidence is gathered', `POST ${dispute}/advance`, {
    body: { toState: 'EVIDENCE_GATHERED', actor: 'analyst', notes: 'Two screens were dark.' },
  });
  await ask('the advertiser responds too early', `POST ${dispute}/respond`, {
    body: { role: 'advertiser', stance: 'ACCEPTED' },
  });
  await ask('the operator responds', `POST ${dispute}/respond`, {
    body: {
      role: 'operator',
      stance: 'PARTIALLY_ACCEPTED',
      notes: 'Two screens were dark.',
      proposedRemedy: {
        amount: '600.25',
        makegoodWindow: { start: '2023-12-01T00:00:00Z', end: '2023-12-08T00:00:00Z' },
      },
    },
  });
  await ask('the operator responds again', `POST ${dispute}/respond`, {
    body: { role: 'operator', stance: 'ACCEPTED' },
  });
  await ask('the advertiser responds', `POST ${dispute}/respond`, {
    body: { role: 'advertiser', stance: 'ACCEPTED' },
  });
  await ask('it is resolved', `POST ${dispute}/resolve`, {
    body: { kind: 'CREDIT_ISSUED', creditNoteId: 'credit-note-1' },
  });
  await ask('it is resolved again', `POST ${dispute}/resolve`, {
    body: { kind: 'CREDIT_ISSUED', creditNoteId: 'credit-note-1' },
  });
  await ask('it is escalated after its end', `POST ${dispute}/escalate`);
  await ask('it is withdrawn after its end', `POST ${dispute}/withdraw`, {
    body: { actor: 'advertiser-desk' },
  });
  await ask('the dispute at its end', `GET ${dispute}`);
  await auditor('its timeline', `GET ${dispute.replace(ROOT, '/ledger/disputes/acme')}/timeline`);
};

/** Takes the other ways: responses by `advance`, a withdrawal, an escalation, and every kind of resolution. */
export const askOtherWays = async (ask: Ask, auditor: Ask): Promise<void> => {
  const opened = async (name: string, fields = {}): Promise<string> =>
    pathOf(await ask(name, `POST ${ROOT}`, { body: openingWith(fields) }));
  const withdrawn = await opened('a dispute to withdraw');
  await ask('somebody else withdraws it', `POST ${withdrawn}/withdraw`);
  await ask('the opener withdraws it', `POST ${withdrawn}/withdraw`, {
    body: { actor: ' advertiser-desk ', notes: 'We counted again.' },
  });
  await ask('it is withdrawn again', `POST ${withdrawn}/withdraw`, { body: { actor: 'advertiser-desk' } });
  await ask('it is investigated after it was withdrawn', `POST ${withdrawn}/advance`, {
    body: { toState: 'INVESTIGATING' },
  });
  const advanced = await opened('a dispute of an operator', {
    openedBy: undefined,
    openedByRole: 'operator',
    affectedSurface: { screenIds: ['screen-2', 'screen-2', 'screen-3'] },
    evidenceBundle: { meteringSnapshotIds: ['metering-2'] },
  });
  await ask('it skips the investigation', `POST ${advanced}/advance`, {
    body: { toState: 'EVIDENCE_GATHERED' },
  });
  for (const toState of ['INVESTIGATING', 'EVIDENCE_GATHERED'])
    await ask(`it becomes ${toState}`, `POST ${advanced}/advance`, { body: { toState } });
  await ask('the operator responds by advancing', `POST ${advanced}/advance`, {
    body: {
      toState: 'OPERATOR_RESPONDED',
      notes: 'The step.',
      operatorResponse: { stance: 'DISPUTED', notes: 'The response.', proposedRemedy: { amount: '1' } },
    },
  });
  await ask('the advertiser responds by advancing', `POST ${advanced}/advance`, {
    body: { toState: 'ADVERTISER_RESPONDED', advertiserResponse: { stance: 'REJECTED' } },
  });
  await ask('it is escalated', `POST ${advanced}/escalate`, {
    body: { actor: 'lawyer', notes: 'PAN ABCDE1234H' },
  });
  await ask('it is escalated again', `POST ${advanced}/escalate`);
  await ask('it is adjusted', `POST ${advanced}/resolve`, {
    body: {
      kind: 'SETTLEMENT_ADJUSTMENT',
      settlementAdjustment: { advertiser: -50_000, operator: 50_000 },
      notes: 'Settled.',
    },
  });
  for (const [kind, fields] of [
    ['MAKEGOOD_DELIVERED', { makegoodCampaignId: 'campaign-2' }],
    ['NO_CREDIT', {}],
    ['OTHER', { notes: 'As agreed.' }],
  ] as const) {
    const escalated = await opened(`a dispute for ${kind}`, { openedByRole: 'someone' });
    await ask(`it is resolved with ${kind} too early`, `POST ${escalated}/resolve`, {
      body: { kind, ...fields },
    });
    await ask(`it is escalated for ${kind}`, `POST ${escalated}/escalate`, { body: {} });
    await ask(`it is resolved with ${kind}`, `POST ${escalated}/resolve`, { body: { kind, ...fields } });
  }
  await auditor(
    'the timeline of the adjusted one',
    `GET ${advanced.replace(ROOT, '/ledger/disputes/acme')}/timeline`,
  );
};

/** Sends requests with idempotency keys and with `If-Match`. */
export const askTwice = async (ask: Ask, other: Ask): Promise<void> => {
  const key = (name: string) => ({ 'idempotency-key': name });
  const dispute = pathOf(
    await ask('an opening with a key', `POST ${ROOT}`, { headers: key('open-1'), body: opening }),
  );
  await ask('that opening again', `POST ${ROOT}`, { headers: key('open-1'), body: opening });
  await ask('that key for another opening', `POST ${ROOT}`, {
    headers: key('open-1'),
    body: openingWith({ openedBy: 'somebody' }),
  });
  await other('that key of another developer', `POST ${ROOT}`, { headers: key('open-1'), body: opening });
  const step = { toState: 'INVESTIGATING' };
  await ask('a step with a key', `POST ${dispute}/advance`, { headers: key('step-1'), body: step });
  await ask('a step after it', `POST ${dispute}/advance`, { body: { toState: 'EVIDENCE_GATHERED' } });
  await ask('that step again', `POST ${dispute}/advance`, { headers: key('step-1'), body: step });
  await ask('that key for another step', `POST ${dispute}/advance`, {
    headers: key('step-1'),
    body: { toState: 'EVIDENCE_GATHERED' },
  });
  await ask('a key that cannot be one', `POST ${dispute}/escalate`, { headers: key('\u00fc') });
  await ask('a step from an old state', `POST ${dispute}/escalate`, { headers: { 'if-match': '"0"' } });
  await ask('a step from no state', `POST ${dispute}/escalate`, { headers: { 'if-match': '2' } });
  await ask('a step from the state there is', `POST ${dispute}/escalate`, { headers: { 'if-match': '"2"' } });
};

/** Asks for the list with every parameter. */
export const askLists = async (ask: Ask): Promise<void> => {
  await ask('the disputes', `GET ${ROOT}`);
  const page = await ask('a page of disputes', `GET ${ROOT}?limit=2`);
  const { nextCursor } = jsonOf<{ data: { nextCursor: string } }>(page).data;
  await ask('the page after it', `GET ${ROOT}?limit=2&cursor=${nextCursor}`);
  for (const [name, query] of [
    ['the resolved ones', 'state=RESOLVED'],
    ['those of two states', 'state=WITHDRAWN,ESCALATED'],
    ['those of two states one by one', 'state=WITHDRAWN&state=ESCALATED'],
    ['an unknown state', 'state=CLOSED'],
    ['an unknown parameter', 'states=RESOLVED'],
    ['a limit of 0', 'limit=0'],
    ['a limit that is no number', 'limit=many'],
    ['a cursor of nobody', 'cursor=!'],
  ] as const)
    await ask(name, `GET ${ROOT}?${query}`);
};
