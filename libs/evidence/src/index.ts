export { bundleFileOf, exportDispute, type ExportRequest, UnknownSizeError } from './export-dispute.js';
export { codeVersion } from './package-files.js';
