import { commandLine } from './areas/command-line/command-line.js';
import { describeRecorded } from './support/describe-recorded.js';

describeRecorded(commandLine);
