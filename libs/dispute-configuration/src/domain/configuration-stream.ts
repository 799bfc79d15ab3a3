/** One stream for each tenant: what must be unique within a tenant is decided on one stream. */
const configurationStreamPrefix = 'disputeConfiguration-';

export const configurationStream = (tenant: string): string => configurationStreamPrefix + tenant;
