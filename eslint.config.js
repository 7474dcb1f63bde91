import tseslint from 'typescript-eslint'
import house from './tools/eslint-house.js'

export default tseslint.config(
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { ignores: ['dist/**', 'node_modules/**', '.lianjian/**', 'coverage/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    plugins: { house },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'house/no-ambient-clock': 'error',
      'house/no-ambient-random': 'error',
      'house/no-barrels': 'error',
      'house/no-default-export': 'error',
      'house/no-disabled-tests': 'error',
      'house/no-select-star': 'error',
      'house/sql-in-stores': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // What awaits must be awaited: the rules that need types run on the server's own code only, because they cost most of the time.
    files: ['src/**/*.ts', 'packs/**/*.ts'],
    ignores: ['src/**/web/**', 'src/web/**', '**/*.test.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  { files: ['src/**/*.ts', 'src/**/*.tsx', 'packs/**/*.ts'], ignores: ['**/*.test.ts', '**/*.test.tsx'], rules: { 'house/doc-sentence': 'error' } },
  { files: ['src/apps/cli/**', 'bench/**', 'tools/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.config.ts', 'vite.config.ts'], rules: { 'house/no-default-export': 'off' } },
  { files: ['tests/**', 'bench/**', '**/*.test.ts', 'tools/**'], rules: { 'house/no-ambient-clock': 'off', 'house/no-ambient-random': 'off', 'house/sql-in-stores': 'off', 'no-console': 'off' } },
)
