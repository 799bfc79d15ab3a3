export {
  ChangeConfiguration,
  type ConfigurationChanged,
  type ConfigurationChangeRefusal,
} from './application/change-configuration.js';
export { checkConfigurationEvent, configurationActivity } from './read-models/configuration-activity.js';
export { ConfigurationHistory, type PastConfiguration } from './application/configuration-history.js';
export { ConfigurationQueries, type ReservedLink } from './application/configuration-queries.js';
export type { ConfigurationSubject, ResolutionView } from './application/configuration-subject.js';
export { DisputeConfigurationModule } from './dispute-configuration.module.js';
export type { ConfigurationCommand } from './domain/configuration-command.js';
export type { Visibility } from './domain/configuration-event.js';
export { type SpokenDescription, spokenDescriptions } from './domain/descriptions.js';
export type { Category, Reason } from './domain/configuration.js';
export type { CategoryAddress } from './domain/decide/delete-category.js';
export type { ReasonAddress } from './domain/decide/delete-reason.js';
export type { ResolutionAddress } from './domain/decide/delete-resolution.js';
export type { LinkTarget } from './domain/decide/reserve-link.js';
