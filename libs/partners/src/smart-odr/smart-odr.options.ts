/** The deployment's options for SMART ODR. A class, so that Nest can inject it. */
export abstract class SmartOdrOptions {
  /**
   * The ledger's own address as partners see it, without a slash at the end: the audience of strict tokens.
   */
  abstract readonly publicUrl: string;
  /** `required`: a dispute that was not transferred before is not found. */
  abstract readonly registration: 'implicit' | 'required';
}
