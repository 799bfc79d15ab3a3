import { billtrust } from './areas/billtrust/billtrust.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(billtrust);
