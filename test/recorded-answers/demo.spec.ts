import { demo } from './areas/demo/demo.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(demo);
