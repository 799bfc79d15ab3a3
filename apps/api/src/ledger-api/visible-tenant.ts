import { maySeeTenant, type Principal } from '#libs/access';

/**
 * Returns the tenant to read; null for all of them. For a tenant that the caller may not see it returns the
 * empty name, which no tenant has: the answer is that of a tenant without disputes.
 */
export const visibleTenant = (caller: Principal, asked: string | undefined): string | null => {
  if (asked === undefined) return caller.tenant;
  return maySeeTenant(caller, asked) ? asked : '';
};

/** Like `visibleTenant`, as the filter of a list. */
export const tenantFilter = (caller: Principal, asked: string | undefined): { readonly tenant?: string } => {
  const tenant = visibleTenant(caller, asked);
  return tenant === null ? {} : { tenant };
};
