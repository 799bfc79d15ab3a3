import { billtrustExamples, enfinitosExamples, smartOdrExamples } from '#libs/partners';

/** What the ledger wrote on its first start. */
export interface DemoCredentials {
  readonly smartOdr: { readonly tenant: string; readonly authorization: string };
  readonly enfinitos: { readonly tenant: string; readonly apiKey: string };
  readonly billtrust: { readonly tenant: string; readonly apiKey: string };
  readonly auditor: { readonly apiKey: string };
}

export interface DemoRequest {
  readonly title: string;
  /** From the dispute's id, encoded for a path. */
  readonly path: (disputeId: string) => string;
  /** What proves who sends it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A dispute and the requests that carry it on. */
export interface DemoDispute {
  readonly tenant: string;
  /** Undefined where the answer to its opening gives it. */
  readonly disputeId: string | undefined;
  readonly steps: readonly DemoRequest[];
}

/** One entry for each dispute of each vendor's documents. */
export const demoDisputes = ({ smartOdr, enfinitos, billtrust }: DemoCredentials): readonly DemoDispute[] => [
  smartOdrDispute(smartOdr, { path: '/update', body: smartOdrExamples.update }),
  smartOdrDispute(smartOdr, {
    path: '/update_arbitration_report',
    body: smartOdrExamples.arbitrationReport,
  }),
  deliveryDispute(enfinitos),
  invoiceDispute(billtrust),
];

const smartOdrDispute = (
  { tenant, authorization }: DemoCredentials['smartOdr'],
  { path, body }: { path: string; body: { readonly dispute: { readonly disputeId: string } } },
): DemoDispute => ({
  tenant,
  disputeId: body.dispute.disputeId,
  steps: [{ title: `SMART ODR: POST ${path}`, path: () => path, headers: { authorization }, body }],
});

const deliveryDispute = ({ tenant, apiKey }: DemoCredentials['enfinitos']): DemoDispute => {
  const request = (title: string, route: string, body: object): DemoRequest => ({
    title: `EnfinitOS: ${title}`,
    path: (disputeId) => (route === 'open' ? '/v1/disputes' : `/v1/disputes/${disputeId}/${route}`),
    headers: { authorization: `Bearer ${apiKey}` },
    body,
  });
  return {
    tenant,
    disputeId: undefined,
    steps: [
      request('a delivery dispute is opened', 'open', enfinitosExamples.open),
      request('it is investigated', 'advance', enfinitosExamples.investigate),
      request('the evidence is gathered', 'advance', enfinitosExamples.gatherEvidence),
      request('the operator responds', 'respond', enfinitosExamples.respondAsOperator),
      request('the advertiser responds', 'respond', enfinitosExamples.respondAsAdvertiser),
      request('it is resolved', 'resolve', enfinitosExamples.resolve),
    ],
  };
};

const invoiceDispute = ({ tenant, apiKey }: DemoCredentials['billtrust']): DemoDispute => {
  const request = (title: string, route: string, body: object): DemoRequest => ({
    title: `Billtrust: ${title}`,
    path: (disputeId) => `/dispute/v1/tenants/${tenant}/${route.replace(':id', disputeId)}`,
    headers: { 'x-billtrust-api-key': apiKey },
    body,
  });
  return {
    tenant,
    disputeId: undefined,
    steps: [
      request('a resolution is created', 'resolutions', billtrustExamples.resolution),
      request('a category is created', 'categories', billtrustExamples.category),
      request('a reason is created', 'reasons', billtrustExamples.reason),
      request('an invoice dispute is opened', 'disputes', billtrustExamples.dispute),
      request('it is closed', 'disputes/:id/close', billtrustExamples.close),
    ],
  };
};
