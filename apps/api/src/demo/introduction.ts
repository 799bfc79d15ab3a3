import type { DemoDispute } from '#libs/partners';

/** A documented dispute and the name of its vendor. */
export interface ShownExample {
  readonly vendor: string;
  readonly dispute: DemoDispute;
}

interface Shown {
  /** The running ledger's address. */
  readonly url: string;
  /** The file with the credentials. */
  readonly file: string;
  /** The first whose dispute id is known in advance is shown. */
  readonly examples: readonly ShownExample[];
  /** The auditor's API key. */
  readonly apiKey: string;
}

/** Returns what a newcomer reads on the first start: where the credentials are, and requests to paste. */
export const introduction = (shown: Shown): string => {
  const example = shown.examples.find(({ dispute }) => dispute.disputeId !== undefined);
  const ways =
    example === undefined
      ? 'Run `npx ledger demo` to play every example.'
      : `${requestsOf(example, shown)}\n\nOr run \`npx ledger demo\` to play every example.`;
  return `
The ledger is new. It has created demo credentials in ${shown.file}

${ways}

`;
};

const requestsOf = ({ vendor, dispute }: ShownExample, { url, apiKey }: Shown): string => {
  const { tenant, disputeId = '', steps } = dispute;
  const [{ path, headers, body }] = steps;
  const proof = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`);
  return `Send ${vendor}'s own example:

  curl -s ${url}${path(disputeId)} -H 'Content-Type: application/json' \\
    ${proof.join(' ')} \\
    -d '${JSON.stringify(body)}'

Read the timeline of the dispute:

  curl -s ${url}/ledger/disputes/${tenant}/${disputeId}/timeline \\
    -H 'Authorization: Bearer ${apiKey}'`;
};
