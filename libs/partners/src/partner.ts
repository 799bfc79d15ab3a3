import type { ApiFamily } from '#libs/http';
import type { DynamicModule } from '@nestjs/common';

/** How this deployment speaks to its partners. */
export interface PartnerOptions {
  /** The ledger's own address as partners see it, without a slash at the end. */
  readonly publicUrl: string;
  /** `required`: a dispute of SMART ODR that was not transferred before is not found. */
  readonly odrRegistration: 'implicit' | 'required';
}

/** One vendor's API: its paths with their envelope, and the module that serves them. */
export interface Partner {
  readonly family: ApiFamily;
  module(options: PartnerOptions): DynamicModule;
}
