/** The category is what stands before the first dash, so that a store may cut there. */
export const disputeStreamPrefix = 'dispute-';

/** A tenant's name has no dot, so the first one ends it, whatever the dispute's id holds. */
export const disputeStream = (tenant: string, disputeId: string): string =>
  `${disputeStreamPrefix}${tenant}.${disputeId}`;

export const disputeOfStream = (stream: string): { readonly tenant: string; readonly disputeId: string } => {
  const name = stream.slice(disputeStreamPrefix.length);
  const dot = name.indexOf('.');
  return { tenant: name.slice(0, dot), disputeId: name.slice(dot + 1) };
};
