import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const pure = ['libs/kernel/src/**/*.ts', 'libs/*/src/{domain,projections}/**/*.ts'];
const tests = ['**/*.spec.ts', 'libs/*/contract/**/*.ts', 'test/**/*.ts'];

const timeIsAnInput = 'Time and chance are inputs: take them from the command.';
const oneGrammar = 'Date reads days that do not exist as others. Use instantProblem, pastUntil or msOf.';
const readingTime = [
  { selector: "MemberExpression[object.name='Date'][property.name='parse']", message: oneGrammar },
  { selector: "NewExpression[callee.name='Date'][arguments.length>0]", message: oneGrammar },
];
const timeAndChance = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: timeIsAnInput },
  { selector: "CallExpression[callee.name='Date']", message: timeIsAnInput },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: timeIsAnInput },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: timeIsAnInput },
];
const noInputOrOutput = 'Pure code reads nothing from outside: take it as an argument.';

export default defineConfig(
  { ignores: ['dist', 'coverage', 'data'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Silent in files with decorators: there the compiler says which import Nest needs (TS1272).
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A class of data, such as a DTO or Nest's options, is a shape that the compiler checks.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Brackets mark a key that comes from outside and may be missing.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // It asks for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // An async generator that implements a port need not wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],

      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
      // An exhaustive switch over a union counts as one: the compiler keeps it complete.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],

      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in libs/environment only.' },
      ],
    },
  },
  { files: ['libs/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [...tests, 'libs/kernel/src/{calendar-date,instant}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...readingTime] },
  },
  // Nest injects the parts of a request, and dependencies, through parameters.
  { files: ['**/*.controller.ts'], rules: { 'max-params': ['error', 5] } },
  // Kysely's expression builders are made to be destructured.
  { files: ['libs/*/src/read-models/**/*.ts'], rules: { '@typescript-eslint/unbound-method': 'off' } },
  { files: ['libs/environment/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: pure,
    ignores: tests,
    rules: {
      'no-restricted-syntax': ['error', ...readingTime, ...timeAndChance],
      'no-restricted-globals': [
        'error',
        ...['process', 'globalThis', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval'].map(
          (name) => ({ name, message: noInputOrOutput }),
        ),
      ],
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: noInputOrOutput }] }],
    },
  },
  {
    // The one grammar of days and instants.
    files: ['libs/kernel/src/{calendar-date,instant}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...timeAndChance] },
  },
  {
    files: tests,
    extends: [jest.configs['flat/recommended']],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      // JSON bodies of answers are compared, not typed.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/unbound-method': 'off',

      // A subscription that does not end hangs its test: `following.end()` is the assertion.
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect*', 'given.**.then*', 'following.end'] },
      ],
      'jest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['beforeAll', 'beforeEach'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-commented-out-tests': 'error',
    },
  },
  {
    // A contract suite is a function of the adapter under test.
    files: ['libs/*/contract/**/*.ts', 'test/**/support/**/*.ts'],
    rules: { 'jest/no-export': 'off', 'jest/valid-describe-callback': 'off', 'jest/valid-title': 'off' },
  },
  prettier,
);
