import type { ArbitrationReport, Party } from './arbitration-report.js';

/** The outcome of an arbitration: how much, in whose favour, and on which day. */
export interface Award {
  /** Decimal text without a currency; null if the report states no amount. */
  readonly amount: string | null;
  readonly inFavourOf: Party;
  readonly awardedOn: string;
}

/** Returns the award that the report states; null before there is one. */
export const awardOf = ({ awardAmount, awardInFavourOf, awardedOn }: ArbitrationReport): Award | null =>
  awardedOn === null || awardInFavourOf === null
    ? null
    : { amount: awardAmount, inFavourOf: awardInFavourOf, awardedOn };
