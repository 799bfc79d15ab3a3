import type { DemoRequest, DemoSteps, PartnerDemo } from '../partner-demo.js';
import { billtrustPermissions, issueBilltrustKey } from './billtrust.credential.js';
import { billtrustExamples } from './billtrust.examples.js';

interface DemoUser {
  readonly tenant: string;
  readonly credentialId: string;
  readonly apiKey: string;
}

export const billtrustDemo: PartnerDemo<DemoUser> = {
  key: 'billtrust',
  issue: async (credentials, tenant) => {
    const asked = { tenant, user: 'demo-user', permissions: billtrustPermissions };
    return { tenant, ...(await issueBilltrustKey(credentials, asked)) };
  },
  disputes: (user) => [{ tenant: user.tenant, steps: stepsOf(user) }],
};

const stepsOf = ({ tenant, apiKey }: DemoUser): DemoSteps => {
  const step = (title: string, route: string, body: object): DemoRequest => ({
    title,
    path: (disputeId) => `/dispute/v1/tenants/${tenant}/${route.replace(':id', disputeId)}`,
    headers: { 'X-Billtrust-Api-Key': apiKey },
    body,
  });
  return [
    step('a resolution is created', 'resolutions', billtrustExamples.resolution),
    step('a category is created', 'categories', billtrustExamples.category),
    step('a reason is created', 'reasons', billtrustExamples.reason),
    {
      ...step('an invoice dispute is opened', 'disputes', billtrustExamples.dispute),
      openedId: (answer) => (answer as { disputeId: string }).disputeId,
    },
    step('it is closed', 'disputes/:id/close', billtrustExamples.close),
  ];
};
