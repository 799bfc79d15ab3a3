import { flag } from '#libs/environment';
import type { Partner } from '../partner.js';
import { smartOdrCredential } from './smart-odr.credential.js';
import { smartOdrDemo } from './smart-odr.demo.js';
import { SmartOdrModule } from './smart-odr.module.js';
import { smartOdrFamily } from './smart-odr.problems.js';

interface SmartOdrSettings {
  /** Whether a dispute that was not transferred before is not found. */
  readonly isRegistrationRequired: boolean;
}

export const smartOdr: Partner<SmartOdrSettings> = {
  name: 'SMART ODR',
  family: smartOdrFamily,
  settings: { isRegistrationRequired: flag('ODR_STRICT', false) },
  module: ({ publicUrl, settings }) =>
    SmartOdrModule.forRoot({
      publicUrl,
      registration: settings.isRegistrationRequired ? 'required' : 'implicit',
    }),
  credential: smartOdrCredential,
  demo: smartOdrDemo,
};
