/** The side of an arbitration between a market participant and an investor. */
export type Party = 'market-participant' | 'investor';

/**
 * An institution's report of an arbitration. Days are `YYYY-MM-DD`, amounts decimal text without a currency.
 */
export interface ArbitrationReport {
  readonly tribunal: 'sole' | 'panel';
  readonly marketParticipantFeePaid: boolean;
  readonly marketParticipantFeePaidOn: string | null;
  readonly investorFeePaid: boolean;
  readonly investorFeePaidOn: string | null;
  readonly counterClaimAmount: string | null;
  readonly hearings: number | null;
  readonly awardAmount: string | null;
  readonly awardInFavourOf: Party | null;
  readonly awardedOn: string | null;
  readonly awardReceivedOn: string | null;
  readonly awardSentOn: string | null;
  /**
   * Whether a party announced that it will ask a court to set the award aside (section 34, Arbitration Act
   * 1996).
   */
  readonly challengeIntended: boolean;
  readonly challengeIntentionReceivedOn: string | null;
}

/** One appointment to a seat of the tribunal. A seat may have several, one after the other. */
export interface ArbitratorAppointment {
  readonly seat: number;
  readonly name: string;
  /** Permanent account number, the Indian tax identifier: personal data, masked wherever people read it. */
  readonly pan: string;
  readonly appointedOn: string;
  readonly acceptedOn: string | null;
  readonly rejectedOn: string | null;
  readonly isApproved: boolean;
  /** Name or PAN, as given, of the arbitrator whose place is taken; null for a first appointment. */
  readonly onBehalfOf: string | null;
}

/**
 * An appointment with the PAN of the arbitrator who was replaced: null for a first appointment, or if nobody
 * matches.
 */
export interface ResolvedAppointment extends ArbitratorAppointment {
  readonly onBehalfOfPan: string | null;
}

/** A contradiction in a message. It is kept with the message and never leads to a refusal. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

export type WarningCode =
  | 'ARBITRATOR_TYPE_MISMATCH'
  | 'APPOINTED_AFTER_AWARD'
  | 'AWARD_DATES_OUT_OF_ORDER'
  | 'EARLIER_FACT_NOT_REPEATED'
  | 'FEE_DATE_WITHOUT_PAYMENT'
  | 'INTENTION_DATE_WITHOUT_INTENTION'
  | 'REAPPOINTMENT_UNRESOLVED'
  | 'STATUS_AFTER_END'
  | 'STATUS_OF_ANOTHER_PROCEEDING'
  | 'STATUS_OUT_OF_ORDER';

/** One field of a report that differs from the report before it. */
export interface Change {
  readonly field: string;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}
