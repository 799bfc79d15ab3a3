export { smartOdrExamples } from './smart-odr/smart-odr.examples.js';
export { SmartOdrModule } from './smart-odr/smart-odr.module.js';
export { smartOdrFamily } from './smart-odr/smart-odr.problems.js';
