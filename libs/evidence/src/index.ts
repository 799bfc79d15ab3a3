export { bundleFileOf, exportDispute, type ExportRequest, UnknownSizeError } from './export-dispute.js';
