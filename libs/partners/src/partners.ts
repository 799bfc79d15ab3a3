import type { Partner } from './partner.js';
import { smartOdr } from './smart-odr/smart-odr.partner.js';
import { enfinitos } from './enfinitos/enfinitos.partner.js';
import { billtrust } from './billtrust/billtrust.partner.js';

/** Every vendor whose API this ledger speaks, in the order in which people see them. */
export const partners: readonly Partner[] = [smartOdr, enfinitos, billtrust];
