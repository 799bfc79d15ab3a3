import type { Credentials } from '#libs/access';

/** A vendor's part in the demo: a credential, and the requests of the vendor's documents. */
export interface PartnerDemo<Credential extends object = object> {
  /** The name of the credential in `demo-credentials.json`. */
  readonly key: string;
  /** Issues the credential of a new ledger; what it resolves with is written to the file. */
  issue(credentials: Credentials, tenant: string): Promise<Credential>;
  /** Returns the vendor's documented disputes in the order in which `ledger demo` plays them. */
  disputes(credential: Credential): readonly DemoDispute[];
}

/** A dispute and the requests that open and change it. */
export interface DemoDispute {
  readonly tenant: string;
  /** Undefined where an answer gives it: see `openedId`. */
  readonly disputeId?: string;
  readonly steps: DemoSteps;
}

/** The requests of a dispute, in their order. */
export type DemoSteps = readonly [DemoRequest, ...DemoRequest[]];

/** A POST with a JSON body. */
export interface DemoRequest {
  /** What happens, without the vendor's name. */
  readonly title: string;
  /** Returns the path; the dispute's id is encoded for it. */
  readonly path: (disputeId: string) => string;
  /** The headers that authenticate the sender. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  /** Returns the id of the dispute that the request opened; `answer` is the parsed body. */
  readonly openedId?: (answer: unknown) => string;
}
