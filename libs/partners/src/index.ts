export { partners } from './partners.js';
export { smartOdrExamples } from './smart-odr/smart-odr.examples.js';
export { enfinitosExamples } from './enfinitos/enfinitos.examples.js';
export { BILLTRUST, billtrustKeyPrefix, billtrustPermissions } from './billtrust/billtrust.authentication.js';
export { billtrustExamples } from './billtrust/billtrust.examples.js';
export { ENFINITOS, enfinitosKeyPrefix, enfinitosScopes } from './enfinitos/enfinitos.authentication.js';
