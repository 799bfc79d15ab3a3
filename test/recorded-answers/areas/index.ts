import type { Area } from '../support/area.js';
import { billtrust } from './billtrust/billtrust.js';
import { enfinitos } from './enfinitos/enfinitos.js';
import { smartOdr } from './smart-odr/smart-odr.js';

export const areas: readonly Area[] = [smartOdr, billtrust, enfinitos];
