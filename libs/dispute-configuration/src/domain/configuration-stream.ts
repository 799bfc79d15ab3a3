/**
 * The prefix of the streams, one per tenant: what must be unique within a tenant is decided on one stream.
 */
export const configurationStreamPrefix = 'disputeConfiguration-';

export const configurationStream = (tenant: string): string => configurationStreamPrefix + tenant;

export const tenantOfConfiguration = (stream: string): string =>
  stream.slice(configurationStreamPrefix.length);
