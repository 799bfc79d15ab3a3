import { DisputesModule } from '#libs/disputes';
import { Module } from '@nestjs/common';
import { EnfinitosGuard } from './enfinitos.authentication.js';
import { EnfinitosController } from './enfinitos.controller.js';

@Module({ imports: [DisputesModule], controllers: [EnfinitosController], providers: [EnfinitosGuard] })
export class EnfinitosModule {}
