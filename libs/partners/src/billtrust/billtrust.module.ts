import { KeyedWrites } from '#libs/access';
import { DisputeConfigurationModule } from '#libs/dispute-configuration';
import { DisputeLinkingModule } from '#libs/dispute-linking';
import { DisputesModule } from '#libs/disputes';
import { Module } from '@nestjs/common';
import { WholeLists } from '../whole-list.js';
import { BilltrustGuard } from './billtrust.authentication.js';
import { BilltrustCategoriesController } from './billtrust.categories.controller.js';
import { BilltrustConfiguration } from './billtrust.configuration.js';
import { BilltrustDisputeActs } from './billtrust.dispute-acts.js';
import { BilltrustDisputesController } from './billtrust.disputes.controller.js';
import { BilltrustInvoicesController } from './billtrust.invoices.controller.js';
import { BilltrustList } from './billtrust.list.js';
import { BilltrustOpenings } from './billtrust.openings.js';
import { BilltrustReasonsController } from './billtrust.reasons.controller.js';
import { BilltrustReferences } from './billtrust.references.js';
import { BilltrustResolutionsController } from './billtrust.resolutions.controller.js';

@Module({
  imports: [DisputeConfigurationModule, DisputeLinkingModule, DisputesModule],
  controllers: [
    BilltrustCategoriesController,
    BilltrustDisputesController,
    BilltrustInvoicesController,
    BilltrustReasonsController,
    BilltrustResolutionsController,
  ],
  providers: [
    BilltrustConfiguration,
    BilltrustDisputeActs,
    BilltrustGuard,
    BilltrustList,
    BilltrustOpenings,
    BilltrustReferences,
    KeyedWrites,
    WholeLists,
  ],
})
export class BilltrustModule {}
