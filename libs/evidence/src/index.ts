export { bundleFileOf, exportDispute, type ExportRequest, UnknownSizeError } from './export-dispute.js';
export { exportStreamPrefix } from './record-export.js';
