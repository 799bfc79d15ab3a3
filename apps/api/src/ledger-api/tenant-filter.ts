import { maySeeTenant, type Principal } from '#libs/access';

/** A tenant that the caller may not see is answered as one that has nothing. No tenant has the empty name. */
export const tenantFilter = (caller: Principal, asked: string | undefined): { readonly tenant?: string } => {
  if (asked !== undefined) return { tenant: maySeeTenant(caller, asked) ? asked : '' };
  return caller.tenant === null ? {} : { tenant: caller.tenant };
};
