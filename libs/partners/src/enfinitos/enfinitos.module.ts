import { DisputesModule } from '#libs/disputes';
import { Module } from '@nestjs/common';
import type { Partner } from '../partner.js';
import { EnfinitosGuard } from './enfinitos.authentication.js';
import { EnfinitosController } from './enfinitos.controller.js';
import { enfinitosFamily } from './enfinitos.problems.js';

@Module({ imports: [DisputesModule], controllers: [EnfinitosController], providers: [EnfinitosGuard] })
class EnfinitosModule {}

export const enfinitos: Partner = {
  family: enfinitosFamily,
  module: () => ({ module: EnfinitosModule }),
};
