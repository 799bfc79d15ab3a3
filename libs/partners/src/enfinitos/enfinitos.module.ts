import { KeyedWrites } from '#libs/access';
import { DisputesModule } from '#libs/disputes';
import { Module } from '@nestjs/common';
import { WholeLists } from '../whole-list.js';
import { EnfinitosGuard } from './enfinitos.authentication.js';
import { EnfinitosList } from './enfinitos.list.js';
import { EnfinitosController } from './enfinitos.controller.js';

@Module({
  imports: [DisputesModule],
  controllers: [EnfinitosController],
  providers: [EnfinitosGuard, EnfinitosList, KeyedWrites, WholeLists],
})
export class EnfinitosModule {}
