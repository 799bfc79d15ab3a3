import type { Ask } from '../../support/recorded-ledger.js';
import { type Answer, jsonOf } from '../../support/send.js';
import { ROOT, SHORT_ROOT } from './configuration.js';

const DISPUTES = `${ROOT}/disputes`;

const idOf = (answer: Answer): string => jsonOf<{ disputeId: string }>(answer).disputeId;

/** Takes disputes from their opening to each of their ends. */
export const askDisputes = async (ask: Ask): Promise<void> => {
  const first = idOf(
    await ask('a dispute with everything', `POST ${DISPUTES}`, {
      body: {
        documentNumber: 'INV-1001',
        poNumber: 'PO-1',
        accountNumber: 'ACC-1',
        accountName: 'Acme & Sons',
        amount: '120.5000',
        currencyCode: 'usd',
        originSystem: 'ERP',
        description: 'Two of ten were broken.',
        categoryCode: 'SHIPPING',
        reasonCode: 'DAMAGED',
      },
    }),
  );
  await ask('the dispute', `GET ${DISPUTES}/${first}`);
  await ask('its reason is changed', `PUT ${DISPUTES}/${first}/reason`, {
    body: { categoryCode: 'shipping', reasonCode: 'late' },
  });
  await ask('its reason is what it is', `PUT ${DISPUTES}/${first}/reason`, {
    body: { categoryCode: 'shipping', reasonCode: 'late' },
  });
  await ask('its resolution is set', `PUT ${DISPUTES}/${first}/resolution`, {
    body: { resolutionCode: 'dispvalid' },
  });
  await ask('its resolution is changed', `PUT ${DISPUTES}/${first}/resolution`, {
    body: { resolutionCode: 'PAID IN-FULL.2' },
  });
  await ask('a linked resolution is deleted', `DELETE ${ROOT}/resolutions/by-code/paid%20in-full.2`);
  await ask('a linked reason is deleted', `DELETE ${ROOT}/categories/by-code/shipping/reasons/by-code/late`);
  await ask('it is closed', `POST ${DISPUTES}/${first}/close`, {
    body: { resolutionCode: 'DISPVALID', notes: 'Credited.' },
  });
  await ask('it is closed again', `POST ${DISPUTES}/${first}/close`, {
    body: { resolutionCode: 'DISPVALID', notes: 'Credited.' },
  });
  await ask('it is cancelled after its end', `POST ${DISPUTES}/${first}/cancel`);
  await ask('its reason is changed after its end', `PUT ${DISPUTES}/${first}/reason`, {
    body: { categoryCode: 'shipping', reasonCode: 'damaged' },
  });
  await ask('its resolution is changed after its end', `PUT ${DISPUTES}/${first}/resolution`, {
    body: { resolutionCode: 'PAID IN-FULL.2' },
  });
  const second = idOf(
    await ask('a dispute by the short path', `POST ${SHORT_ROOT}/disputes`, {
      body: { documentNumber: 'INV-1001', amount: 99.99 },
    }),
  );
  await ask('it is cancelled', `POST ${DISPUTES}/${second}/cancel`, {
    body: { notes: 'Opened by mistake.' },
  });
  await ask('it is cancelled again', `POST ${DISPUTES}/${second}/cancel`, { body: { notes: 'Again.' } });
  await ask('it is closed after it was cancelled', `POST ${DISPUTES}/${second}/close`, {
    body: { resolutionCode: 'DISPVALID' },
  });
};

/** Links a dispute by ids. */
export const askLinks = async (ask: Ask): Promise<void> => {
  const resolutions = jsonOf<{ resolutionId: string }[]>(
    await ask('what may be linked', `GET ${ROOT}/resolutions`),
  );
  const reasons = jsonOf<{ reasonId: string }[]>(await ask('why it may be', `GET ${ROOT}/reasons`));
  const [resolutionId, otherId] = resolutions.map((resolution) => resolution.resolutionId);
  const [reasonId] = reasons.map((reason) => reason.reasonId);
  const opened = await ask('a dispute with a reason by its id', `POST ${DISPUTES}`, {
    body: { documentNumber: 'INV-1002', reasonId },
  });
  const dispute = `${DISPUTES}/${idOf(opened)}`;
  await ask('a resolution for it by its id', `PUT ${dispute}/resolution`, { body: { resolutionId } });
  await ask('a resolution by an id and the code of another', `PUT ${dispute}/resolution`, {
    body: { resolutionId: otherId, resolutionCode: 'DISPVALID' },
  });
  await ask('a resolution by an id and its own code', `POST ${dispute}/close`, {
    body: { resolutionId, resolutionCode: 'DISPVALID', notes: null },
  });
};

/** Closes invoices, which closes their disputes. */
export const askInvoices = async (ask: Ask): Promise<void> => {
  await ask('an invoice without disputes is closed', `POST ${ROOT}/invoices/INV-404/closed`);
  await ask('a dispute over an invoice', `POST ${DISPUTES}`, { body: { documentNumber: 'INV-2001' } });
  await ask('the invoice is closed', `POST ${ROOT}/invoices/INV-2001/closed`);
  await ask('the invoice is closed again', `POST ${SHORT_ROOT}/invoices/INV-2001/closed`);
};

/** Asks for the list with every parameter. */
export const askLists = async (ask: Ask): Promise<void> => {
  await ask('the disputes', `GET ${DISPUTES}`);
  const page = await ask('a page of disputes', `GET ${DISPUTES}?limit=2`);
  await ask(
    'the page after it',
    `GET ${DISPUTES}?limit=2&cursor=${page.headers['ledger-next-cursor'] ?? ''}`,
  );
  for (const [name, query] of [
    ['the oldest first', 'Sort=CreateDate'],
    ['the newest first', 'Sort=-CreateDate'],
    ['the open ones', 'Status=0'],
    ['the closed ones', 'Status=1'],
    ['the cancelled ones', 'Status=2'],
    ['those of an invoice', 'DocumentNumber=INV-1001'],
    ['those of an account', 'AccountNumber=ACC-1'],
    ['those of nobody', 'AccountNumber=ACC-404'],
    ['an unknown status', 'Status=3'],
    ['an unknown order', 'Sort=Amount'],
    ['an unknown parameter', 'status=0'],
    ['an empty account', 'AccountNumber='],
    ['a limit of 0', 'limit=0'],
    ['a limit of 201', 'limit=201'],
    ['a cursor of nobody', 'cursor=x'],
  ] as const)
    await ask(name, `GET ${DISPUTES}?${query}`);
};

/** Sends requests with idempotency keys and with `If-Match`. */
export const askTwice = async (ask: Ask, other: Ask): Promise<void> => {
  const key = (name: string) => ({ 'idempotency-key': name });
  const body = { documentNumber: 'INV-3001', categoryCode: 'SHIPPING', reasonCode: 'DAMAGED' };
  const opened = await ask('a dispute with a key', `POST ${DISPUTES}`, { headers: key('open-1'), body });
  const dispute = `${DISPUTES}/${idOf(opened)}`;
  await ask('that dispute again', `POST ${DISPUTES}`, { headers: key('open-1'), body });
  await ask('that key for another dispute', `POST ${DISPUTES}`, {
    headers: key('open-1'),
    body: { documentNumber: 'INV-3002' },
  });
  await other('that key of another user', `POST ${DISPUTES}`, { headers: key('open-1'), body });
  await ask('a closing with a key', `POST ${dispute}/close`, {
    headers: key('close-1'),
    body: { resolutionCode: 'DISPVALID' },
  });
  await ask('that closing again', `POST ${dispute}/close`, {
    headers: key('close-1'),
    body: { resolutionCode: 'DISPVALID' },
  });
  await ask('that key for another closing', `POST ${dispute}/close`, {
    headers: key('close-1'),
    body: { resolutionCode: 'PAID IN-FULL.2' },
  });
  await ask('a resolution with a key', `POST ${ROOT}/resolutions`, {
    headers: key('resolution-1'),
    body: { code: 'KEYED' },
  });
  await ask('that resolution with its key', `POST ${ROOT}/resolutions`, {
    headers: key('resolution-1'),
    body: { code: 'KEYED' },
  });
  await ask('that key for another resolution', `POST ${ROOT}/resolutions`, {
    headers: key('resolution-1'),
    body: { code: 'OTHER' },
  });
  await ask('a deletion with a key', `DELETE ${ROOT}/resolutions/by-code/keyed`, {
    headers: key('delete-1'),
  });
  await ask('that deletion again', `DELETE ${ROOT}/resolutions/by-code/keyed`, { headers: key('delete-1') });
  await ask('that key for another deletion', `DELETE ${ROOT}/resolutions/by-code/other`, {
    headers: key('delete-1'),
  });
  await ask('a key that cannot be one', `POST ${DISPUTES}`, { headers: key('\u00fc'), body });
  const open = await ask('a dispute without a key', `POST ${DISPUTES}`, { body });
  const path = `${DISPUTES}/${idOf(open)}`;
  await ask('a cancellation of an old state', `POST ${path}/cancel`, { headers: { 'if-match': '"7"' } });
  await ask('a cancellation of no state', `POST ${path}/cancel`, { headers: { 'if-match': 'x' } });
  await ask('a cancellation of the state there is', `POST ${path}/cancel`, {
    headers: { 'if-match': open.headers['etag'] },
  });
  await ask('a resolution of an old state', `POST ${ROOT}/resolutions`, {
    headers: { 'if-match': '"0"' },
    body: { code: 'STALE' },
  });
};
