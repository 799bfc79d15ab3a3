import { describe, it } from '@jest/globals';
import { billtrustModel } from './billtrust.js';
import { enfinitosModel } from './enfinitos.js';
import { smartOdrModel } from './smart-odr.js';
import { expectModelHolds } from './vendor-model.js';

/** `npm run test:model` runs more of them. */
const few = { sequences: 30, lanes: 2, seed: 1 };

describe('a few random sequences of writes, retries, crashes and reads', () => {
  it('leave what the model of SMART ODR has', () => expectModelHolds(smartOdrModel, few));
  it('leave what the model of Billtrust has', () => expectModelHolds(billtrustModel, few));
  it('leave what the model of EnfinitOS has', () => expectModelHolds(enfinitosModel, few));
});
