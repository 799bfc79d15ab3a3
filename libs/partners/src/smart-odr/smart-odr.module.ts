import { type DynamicModule, Module } from '@nestjs/common';
import type { Partner, PartnerOptions } from '../partner.js';
import { SmartOdrGuard } from './smart-odr.authentication.js';
import { SmartOdrController } from './smart-odr.controller.js';
import { SmartOdrOptions } from './smart-odr.options.js';
import { smartOdrFamily } from './smart-odr.problems.js';

@Module({})
class SmartOdrModule {
  static forRoot({ publicUrl, odrRegistration }: PartnerOptions): DynamicModule {
    const options: SmartOdrOptions = { publicUrl, registration: odrRegistration };
    return {
      module: SmartOdrModule,
      controllers: [SmartOdrController],
      providers: [SmartOdrGuard, { provide: SmartOdrOptions, useValue: options }],
    };
  }
}

export const smartOdr: Partner = {
  family: smartOdrFamily,
  module: (options) => SmartOdrModule.forRoot(options),
};
