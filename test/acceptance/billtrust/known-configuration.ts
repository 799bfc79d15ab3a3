import { bodyOf } from '../clients.js';
import type { Reason, User } from './clients.js';

/** A configuration to refer to. */
export interface Known {
  readonly shipping: string;
  readonly taxes: string;
  readonly damaged: Reason;
  readonly wrongTax: Reason;
  readonly buyers: Reason;
  readonly resolutionId: string;
}

/** Creates the configuration: two categories, three reasons, and the resolutions DISPVALID and REJECTED. */
export const knownConfiguration = async (user: User): Promise<Known> => {
  const shipping = await user.call('POST', '/categories', {
    body: { code: 'SHIPPING', description: 'Shipping Error' },
  });
  const { categoryId } = bodyOf<{ categoryId: string }>(shipping);
  const taxes = await user.category('TAXES');
  const { resolutionId } = await user.resolution('DISPVALID', { isValid: true });
  await user.resolution('REJECTED');
  return {
    shipping: categoryId,
    taxes: taxes.categoryId,
    damaged: await user.reason('DAMAGED', { categoryId, description: 'Damaged in Shipping' }),
    wrongTax: await user.reason('WRONG', { categoryId: taxes.categoryId }),
    buyers: await user.reason('BROKEN', {
      categoryId,
      description: 'It arrived broken',
      visibility: 'External',
    }),
    resolutionId,
  };
};
