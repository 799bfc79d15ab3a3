import { enfinitos } from './areas/enfinitos/enfinitos.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(enfinitos);
