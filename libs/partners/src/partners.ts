import type { Partner } from './partner.js';
import { billtrust } from './billtrust/billtrust.module.js';
import { enfinitos } from './enfinitos/enfinitos.module.js';
import { smartOdr } from './smart-odr/smart-odr.module.js';

/** Every vendor whose API this ledger speaks, a line each. */
export const partners: readonly Partner[] = [smartOdr, billtrust, enfinitos];
