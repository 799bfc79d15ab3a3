import type { Partner } from '../partner.js';
import { enfinitosCredential } from './enfinitos.credential.js';
import { enfinitosDemo } from './enfinitos.demo.js';
import { EnfinitosModule } from './enfinitos.module.js';
import { enfinitosFamily } from './enfinitos.problems.js';

export const enfinitos: Partner = {
  name: 'EnfinitOS',
  family: enfinitosFamily,
  settings: {},
  module: () => ({ module: EnfinitosModule }),
  credential: enfinitosCredential,
  demo: enfinitosDemo,
};
