export { exportDispute, type ExportRequest } from './export-dispute.js';
