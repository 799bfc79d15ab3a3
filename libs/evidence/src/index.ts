export { exportDispute, type ExportRequest } from './export-dispute.js';
export { exportStreamPrefix } from './record-export.js';
