import { Module } from '@nestjs/common';
import { ChangeConfigurationHandler } from './application/change-configuration.js';
import { ConfigurationQueries } from './application/configuration-queries.js';
import { Configurations } from './application/configurations.js';

@Module({
  providers: [ChangeConfigurationHandler, ConfigurationQueries, Configurations],
  exports: [ConfigurationQueries],
})
export class DisputeConfigurationModule {}
