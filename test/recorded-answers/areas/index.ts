import type { Area } from '../support/area.js';
import { billtrust } from './billtrust/billtrust.js';
import { smartOdr } from './smart-odr/smart-odr.js';

export const areas: readonly Area[] = [smartOdr, billtrust];
