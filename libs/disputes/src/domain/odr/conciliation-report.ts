/**
 * An institution's report of a conciliation. Days are `YYYY-MM-DD`, amounts decimal text without a currency.
 * Null is what the report is silent about.
 */
export interface ConciliationReport {
  readonly marketParticipantFeePaid: boolean | null;
  readonly marketParticipantFeePaidOn: string | null;
  readonly investorFeePaid: boolean | null;
  readonly investorFeePaidOn: string | null;
  readonly hearings: number | null;
  readonly isSettled: boolean | null;
  readonly settlementAmount: string | null;
  readonly settledOn: string | null;
}

/** A conciliator of a dispute. Null is what the report is silent about. */
export interface Conciliator {
  readonly seat: number | null;
  readonly name: string;
  /** Permanent account number, the Indian tax identifier: personal data, masked wherever people read it. */
  readonly pan: string | null;
  readonly appointedOn: string | null;
  readonly acceptedOn: string | null;
  readonly rejectedOn: string | null;
  readonly isReappointed: boolean | null;
  readonly isApproved: boolean | null;
  /** Name or PAN, as given, of the conciliator whose place is taken. */
  readonly onBehalfOf: string | null;
}

/** A report with the conciliators that it names. */
export interface ReportedConciliation {
  readonly report: ConciliationReport;
  readonly conciliators: readonly Conciliator[];
}
