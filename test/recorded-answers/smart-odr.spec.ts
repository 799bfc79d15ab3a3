import { smartOdr } from './areas/smart-odr/smart-odr.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(smartOdr);
