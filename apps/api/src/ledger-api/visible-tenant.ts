import { maySeeTenant, type Principal } from '#libs/access';

/**
 * The tenant to look at; null for all of them. One that the caller may not see is answered as one that has nothing:
 * no tenant has the empty name.
 */
export const visibleTenant = (caller: Principal, asked: string | undefined): string | null => {
  if (asked === undefined) return caller.tenant;
  return maySeeTenant(caller, asked) ? asked : '';
};

/** The same as a filter of a list. */
export const tenantFilter = (caller: Principal, asked: string | undefined): { readonly tenant?: string } => {
  const tenant = visibleTenant(caller, asked);
  return tenant === null ? {} : { tenant };
};
