/** The port to the ids under which disputes are kept. */
export abstract class DisputeFiles {
  /** Returns the id of the file that a message of an institution belongs to (decision 0018). */
  abstract forWriting(tenant: string, disputeId: string): Promise<string>;
}
