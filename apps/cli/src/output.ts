import { jsonLine } from '#libs/kernel';

/** The exit codes of every command. Scripts rely on the numbers. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** The error for a command that could not do what it was asked to. Its message is for the operator. */
export class CommandFailure extends Error {}

/** The error for a command that was called wrongly. Its message says what to change. */
export class UsageError extends Error {}

export interface OutputOptions {
  /** Whether to print one JSON document on standard output, and nothing else there. */
  readonly json?: boolean;
}

/** The option of every command that has a result. */
export const JSON_OPTION = ['--json', 'print one JSON document'] as const;

/** Prints a result as JSON for a script, or as text for a person. */
export const print = (result: object, text: string, { json = false }: OutputOptions): void => {
  process.stdout.write(`${json ? jsonLine(result) : text}\n`);
};

/** Returns the rows as text with aligned columns. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
