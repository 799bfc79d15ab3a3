import type { Decision } from '#libs/kernel';
import type { ConfigurationEvent } from './configuration-event.js';

export type ConfigurationDecision = Decision<ConfigurationEvent, ConfigurationRefusal>;

/** Every code with which the configuration refuses a command. */
export type ConfigurationRefusal =
  | 'category-in-use'
  | 'category-not-found'
  | 'category-unknown'
  | 'categories-disagree'
  | 'code-is-fixed'
  | 'default-reason-unknown'
  | 'reason-code-taken'
  | 'reason-is-default'
  | 'reason-linked'
  | 'reason-not-found'
  | 'resolution-linked'
  | 'resolution-not-found'
  | 'too-many-translations';
