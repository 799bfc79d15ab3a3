import { BearerKeyGuard } from '#libs/access';
import { Injectable } from '@nestjs/common';

export const ENFINITOS = 'enfinitos';

/** What a key may be good for. */
export const enfinitosScopes = ['audit:read', 'settlement:write'] as const;

/** How a live key begins, as the vendor's own do. */
export const enfinitosKeyPrefix = 'sk_live_';

/**
 * Guards routes by `Authorization: Bearer <api-key>`. The key's tenant is the organisation, its holder the developer
 * (docs/vendors/enfinitos.md, "Authentication").
 */
@Injectable()
export class EnfinitosGuard extends BearerKeyGuard {
  protected override readonly family = ENFINITOS;
}
