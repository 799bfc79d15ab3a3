import { type Institution, signatureHeader, signToken } from '../../support/institution.js';
import type { RunningLedger } from '../../support/running-ledger.js';
import { type Answer, send } from '../clients.js';

/** Reports a status of a conciliation by a case manager, with these fields replaced. */
export type ReportStatus = (fields: object, headers?: Record<string, string>) => Promise<Answer>;

/** Returns a client of `POST /status` that signs as the institution does. */
export const statusClientOf = async (
  { url }: RunningLedger,
  institution: Institution,
): Promise<ReportStatus> => {
  const authorization = signatureHeader(institution.keyId, await signToken(institution), 'status');
  return (fields, headers = {}) =>
    send(`${url}/status`, {
      method: 'POST',
      body: JSON.stringify({
        dispute: { disputetype: 'conciliation', role: 'CASEMANAGER', userName: 'John Doe', ...fields },
      }),
      headers: { authorization, 'content-type': 'application/json', ...headers },
    });
};
