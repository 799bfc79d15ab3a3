import type { DemoRequest, DemoSteps, PartnerDemo } from '../partner-demo.js';
import { enfinitosScopes, issueEnfinitosKey } from './enfinitos.credential.js';
import { enfinitosExamples } from './enfinitos.examples.js';

interface DemoDeveloper {
  readonly tenant: string;
  readonly credentialId: string;
  readonly apiKey: string;
}

export const enfinitosDemo: PartnerDemo<DemoDeveloper> = {
  key: 'enfinitos',
  issue: async (credentials, tenant) => {
    const asked = { tenant, developer: 'demo-developer', scopes: enfinitosScopes };
    return { tenant, ...(await issueEnfinitosKey(credentials, asked)) };
  },
  disputes: ({ tenant, apiKey }) => [{ tenant, steps: stepsWith({ Authorization: `Bearer ${apiKey}` }) }],
};

const stepsWith = (headers: DemoRequest['headers']): DemoSteps => {
  const step = (title: string, act: string, body: object): DemoRequest => ({
    title,
    path: (disputeId) => `/v1/disputes/${disputeId}/${act}`,
    headers,
    body,
  });
  return [
    {
      title: 'a delivery dispute is opened',
      path: () => '/v1/disputes',
      headers,
      body: enfinitosExamples.open,
      openedId: (answer) => (answer as { data: { dispute: { id: string } } }).data.dispute.id,
    },
    step('it is investigated', 'advance', enfinitosExamples.investigate),
    step('the evidence is gathered', 'advance', enfinitosExamples.gatherEvidence),
    step('the operator responds', 'respond', enfinitosExamples.respondAsOperator),
    step('the advertiser responds', 'respond', enfinitosExamples.respondAsAdvertiser),
    step('it is resolved', 'resolve', enfinitosExamples.resolve),
  ];
};
