import { enfinitosExamples, smartOdrExamples } from '#libs/partners';

/** What the ledger wrote on its first start. */
export interface DemoCredentials {
  readonly smartOdr: { readonly tenant: string; readonly authorization: string };
  readonly enfinitos: { readonly tenant: string; readonly apiKey: string };
  readonly auditor: { readonly apiKey: string };
}

export interface DemoRequest {
  readonly title: string;
  /** From the dispute's id, encoded for a path. */
  readonly path: (disputeId: string) => string;
  readonly authorization: string;
  readonly body: object;
}

/** A dispute and the requests that carry it on. */
export interface DemoDispute {
  readonly tenant: string;
  /** Undefined where the first request's answer gives it. */
  readonly disputeId: string | undefined;
  readonly steps: readonly DemoRequest[];
}

/** One entry for each dispute of each vendor's documents. */
export const demoDisputes = ({ smartOdr, enfinitos }: DemoCredentials): readonly DemoDispute[] => [
  smartOdrDispute(smartOdr, { path: '/update', body: smartOdrExamples.update }),
  smartOdrDispute(smartOdr, {
    path: '/update_arbitration_report',
    body: smartOdrExamples.arbitrationReport,
  }),
  deliveryDispute(enfinitos),
];

const smartOdrDispute = (
  { tenant, authorization }: DemoCredentials['smartOdr'],
  { path, body }: { path: string; body: { readonly dispute: { readonly disputeId: string } } },
): DemoDispute => ({
  tenant,
  disputeId: body.dispute.disputeId,
  steps: [{ title: `SMART ODR: POST ${path}`, path: () => path, authorization, body }],
});

const deliveryDispute = ({ tenant, apiKey }: DemoCredentials['enfinitos']): DemoDispute => {
  const request = (title: string, route: string, body: object): DemoRequest => ({
    title: `EnfinitOS: ${title}`,
    path: (disputeId) => (route === 'open' ? '/v1/disputes' : `/v1/disputes/${disputeId}/${route}`),
    authorization: `Bearer ${apiKey}`,
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
