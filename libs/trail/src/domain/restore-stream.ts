/** The prefix of the stream in which restores and refused restores of the log are recorded. */
export const restoreStreamPrefix = 'ledgerRestores-';
