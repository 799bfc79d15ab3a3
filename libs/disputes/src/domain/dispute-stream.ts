/** The part up to the first dash is the category by which stores group streams. */
export const disputeStreamPrefix = 'dispute-';

/**
 * Returns the stream of the dispute. A tenant's name has no dot, so the first dot ends it, whatever the id
 * contains.
 */
export const disputeStream = (tenant: string, disputeId: string): string =>
  `${disputeStreamPrefix}${tenant}.${disputeId}`;

export const disputeOfStream = (stream: string): { readonly tenant: string; readonly disputeId: string } => {
  const name = stream.slice(disputeStreamPrefix.length);
  const dot = name.indexOf('.');
  return { tenant: name.slice(0, dot), disputeId: name.slice(dot + 1) };
};
