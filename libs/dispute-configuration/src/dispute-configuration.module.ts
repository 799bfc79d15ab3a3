import { Module } from '@nestjs/common';
import { ChangeConfigurationHandler } from './application/change-configuration.js';
import { ConfigurationHistory } from './application/configuration-history.js';
import { ConfigurationQueries } from './application/configuration-queries.js';
import { Configurations } from './application/configurations.js';

@Module({
  providers: [ChangeConfigurationHandler, ConfigurationHistory, ConfigurationQueries, Configurations],
  exports: [ConfigurationHistory, ConfigurationQueries],
})
export class DisputeConfigurationModule {}
