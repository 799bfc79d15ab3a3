import { commandLineProof } from './areas/command-line/command-line-proof.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(commandLineProof);
