import { DisputeConfigurationModule } from '#libs/dispute-configuration';
import { Module } from '@nestjs/common';
import type { Partner } from '../partner.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { BilltrustCategoriesController } from './billtrust.categories.controller.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { billtrustFamily } from './billtrust.problems.js';
import { BilltrustReasonsController } from './billtrust.reasons.controller.js';
import { BilltrustResolutionsController } from './billtrust.resolutions.controller.js';

@Module({
  imports: [DisputeConfigurationModule],
  controllers: [BilltrustCategoriesController, BilltrustReasonsController, BilltrustResolutionsController],
  providers: [BilltrustConfiguration, BilltrustGuard],
})
class BilltrustModule {}

export const billtrust: Partner = {
  family: billtrustFamily,
  module: () => ({ module: BilltrustModule }),
};
