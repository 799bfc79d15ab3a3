import { type DynamicModule, Module } from '@nestjs/common';
import { SmartOdrGuard } from './smart-odr.authentication.js';
import { SmartOdrController } from './smart-odr.controller.js';
import { SmartOdrOptions } from './smart-odr.options.js';

@Module({})
export class SmartOdrModule {
  static forRoot(options: SmartOdrOptions): DynamicModule {
    return {
      module: SmartOdrModule,
      controllers: [SmartOdrController],
      providers: [SmartOdrGuard, { provide: SmartOdrOptions, useValue: options }],
    };
  }
}
