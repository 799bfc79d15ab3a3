import type { FieldProblem } from '#libs/http';

/** A name that was sent, and the known one that has the same letters. */
interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

/** Returns the unknown names that are known ones in other letter case, or with dashes or underscores. */
export const misspelt = (names: readonly string[], known: readonly string[]): readonly Misspelt[] =>
  names
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((candidate) => plainOf(candidate) === plainOf(name));
      return meant === undefined || names.includes(meant) ? [] : [{ name, meant }];
    });

/**
 * Returns the problems with a hint for each missing field that was probably sent under another name:
 * `documentNo` and `invoiceNumber` share a word with `documentNumber`.
 */
export const withSentNames = (
  problems: readonly FieldProblem[],
  sent: object,
  known: readonly string[],
): readonly FieldProblem[] =>
  problems.map((problem) => {
    const name = problem.path.slice(1);
    if (problem.message !== `${name} is required`) return problem;
    const unknown = Object.keys(sent).filter((key) => !known.includes(key));
    const near = unknown.find((key) => sharesWord(plainOf(key), plainOf(name)));
    return near === undefined
      ? problem
      : { ...problem, message: `${problem.message}; the body has "${near}": is "${name}" meant?` };
  });

const WORD = 6;

const sharesWord = (one: string, other: string): boolean =>
  other.length >= WORD && (one.startsWith(other.slice(0, WORD)) || one.endsWith(other.slice(-WORD)));

const plainOf = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '');
