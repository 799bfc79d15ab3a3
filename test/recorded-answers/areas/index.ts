import type { Area } from '../support/area.js';
import { smartOdr } from './smart-odr/smart-odr.js';

export const areas: readonly Area[] = [smartOdr];
