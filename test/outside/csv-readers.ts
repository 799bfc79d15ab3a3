import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import { type PostgresServer, startPostgres } from '../support/postgres.js';
import { type Run, runProgram } from './program.js';

export type Rows = readonly (readonly string[])[];

/** A program that reads a CSV file into rows of cells; the first has the names of the columns. */
export type CsvReader = (file: string) => Promise<Rows>;

/** Returns what the program printed. @throws Error when it failed, or complained. */
const printed = ({ code, stdout, stderr }: Run): string => {
  if (code !== 0 || stderr !== '') throw new Error(`exit code ${code}: ${stderr}`);
  return stdout;
};

const byPython: CsvReader = async (file) => {
  const program =
    'import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))))';
  return JSON.parse(printed(runProgram('python3', ['-c', program, file]))) as Rows;
};

const bySqlite: CsvReader = async (file) => {
  const args = ['-json', ':memory:', `.import --csv ${file} list`, 'SELECT * FROM list'];
  return rowsOf(JSON.parse(printed(runProgram('sqlite3', args))) as Objects);
};

const byPapaParse: CsvReader = async (file) => {
  const { data, errors } = Papa.parse<string[]>(await readFile(file, 'utf8'), { skipEmptyLines: true });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
};

/** LibreOffice ends every line within a cell with a line feed. */
const byLibreOffice: CsvReader = async (file) => {
  const directory = join(file, '..', 'libreoffice');
  const asText = '44,34,76,1,,0,true';
  const args = [
    '--headless',
    `-env:UserInstallation=${pathToFileURL(join(directory, 'profile')).href}`,
    `--infilter=CSV:${asText}`,
    '--convert-to',
    `csv:Text - txt - csv (StarCalc):${asText},true,false`,
    '--outdir',
    directory,
    file,
  ];
  // It warns of a Java that it does not need.
  const { code, stderr } = runProgram('soffice', args, { env: { HOME: directory } });
  if (code !== 0) throw new Error(stderr);
  return byPapaParse(join(directory, 'list.csv'));
};

const byPostgres =
  (server: PostgresServer): CsvReader =>
  async (file) => {
    const url = await server.newDatabase();
    const [header = []] = await byPapaParse(file);
    const columns = header.map((name) => `"${name}" text`).join(', ');
    const psql = (command: string): string =>
      printed(runProgram('psql', [url, '--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1', '-c', command]));
    psql(`create table list (${columns})`);
    psql(`\\copy list from '${file}' with (format csv, header)`);
    return rowsOf(JSON.parse(psql('select json_agg(list) from list')) as Objects);
  };

type Objects = readonly Readonly<Record<string, string | null>>[];

/** Returns the rows of a table as cells. A null is a cell with nothing in it. */
const rowsOf = (objects: Objects): Rows => [
  Object.keys(objects[0] ?? {}),
  ...objects.map((row) => Object.values(row).map((cell) => cell ?? '')),
];

export interface CsvReaders {
  readonly byName: ReadonlyMap<string, CsvReader>;
  dispose(): Promise<void>;
}

/** Starts what the readers need. */
export const startCsvReaders = async (): Promise<CsvReaders> => {
  const server = await startPostgres();
  return {
    byName: new Map([
      ['python3', byPython],
      ['sqlite3', bySqlite],
      ['psql', byPostgres(server)],
      ['soffice', byLibreOffice],
      ['papaparse', byPapaParse],
    ]),
    dispose: () => server.dispose(),
  };
};
