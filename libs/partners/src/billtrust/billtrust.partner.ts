import type { Partner } from '../partner.js';
import { billtrustCredential } from './billtrust.credential.js';
import { billtrustDemo } from './billtrust.demo.js';
import { BilltrustModule } from './billtrust.module.js';
import { billtrustFamily } from './billtrust.problems.js';

export const billtrust: Partner = {
  name: 'Billtrust',
  family: billtrustFamily,
  settings: {},
  module: () => ({ module: BilltrustModule }),
  credential: billtrustCredential,
  demo: billtrustDemo,
};
