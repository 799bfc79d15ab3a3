export { type Cell, type Columns, csvHeader, type CsvOptions, csvRows } from './csv.js';
