import { BearerKeyGuard } from '#libs/access';
import { Injectable } from '@nestjs/common';
import { ENFINITOS } from './enfinitos.credential.js';

/**
 * Guards routes by `Authorization: Bearer <api-key>`. The key's tenant is the organisation, its holder the
 * developer (docs/vendors/enfinitos.md, "Authentication").
 */
@Injectable()
export class EnfinitosGuard extends BearerKeyGuard {
  protected override readonly family = ENFINITOS;
}
