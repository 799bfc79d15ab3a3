import { type Environment, readEnvironment, readSettings, type Variables } from '#libs/environment';
import { partners } from '#libs/partners';
import type { DynamicModule } from '@nestjs/common';

/** Everything that the API is told from outside. */
export interface ApiEnvironment extends Environment {
  /** The vendors' modules, each made with its own settings. */
  readonly partnerModules: readonly DynamicModule[];
}

/** @throws EnvironmentError naming the first variable that cannot be used, of the API or of a vendor. */
export const readApiEnvironment = (variables?: Variables): ApiEnvironment => {
  const environment = readEnvironment(variables);
  const { publicUrl } = environment;
  return {
    ...environment,
    partnerModules: partners.map((partner) =>
      partner.module({ publicUrl, settings: readSettings(partner.settings, variables) }),
    ),
  };
};
