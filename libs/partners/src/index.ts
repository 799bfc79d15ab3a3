export { partners } from './partners.js';
export { smartOdrExamples } from './smart-odr/smart-odr.examples.js';
