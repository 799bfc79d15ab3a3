import { describe, it } from '@jest/globals';
import { billtrustModel } from './billtrust.js';
import { enfinitosModel } from './enfinitos.js';
import { smartOdrModel } from './smart-odr.js';
import { expectModelHolds } from './vendor-model.js';

/** On a cluster a sequence takes longer: each start connects to two servers. */
const sequences = process.env['TEST_DEPLOYMENT'] === 'cluster' ? 1_000 : 10_000;
/** Another one each time; a failure names its own, and the path to what failed. */
const seed = Math.floor(Math.random() * 1_000_000);
const many = { sequences, lanes: 4, seed };

describe(`${sequences} random sequences of writes, retries, crashes and reads`, () => {
  it('leave what the model of SMART ODR has', () => expectModelHolds(smartOdrModel, many), 7_200_000);
  it('leave what the model of Billtrust has', () => expectModelHolds(billtrustModel, many), 7_200_000);
  it('leave what the model of EnfinitOS has', () => expectModelHolds(enfinitosModel, many), 7_200_000);
});
