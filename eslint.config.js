// Almost nothing but architecture: who may import whom (the same walls as test/contract/walls.test.ts), and strictness.
import js from '@eslint/js';
import ts from 'typescript-eslint';

/** Forbids imports whose path matches one of the patterns, within the files named. */
const wall = (files, regexes, message, ignores = []) => ({
  files,
  ignores,
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: regexes.join('|'), message }] }],
  },
});

const up = (folder) => `^(\\.\\./)+${folder}/`;
const ZONE_FOLDERS = 'subgraphs/!(kit|cli)/**/*.ts';

export default ts.config(
  { ignores: ['dist/', 'coverage/', 'subgraphs/*/generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      'max-lines': ['error', 300],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // TypeORM's EntitySchema takes plain options
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Read settings through infra/runtime/env.ts.',
        },
        {
          selector: "ImportExpression[source.type!='Literal']",
          message:
            'Name what you import: the walls cannot see through a computed import (only subgraphs/load-zone.ts may).',
        },
      ],
    },
  },
  {
    files: ['infra/runtime/env.ts', 'subgraphs/load-zone.ts', 'test/**', '.ci/*'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    ...ts.configs.disableTypeChecked,
    languageOptions: {
      globals: {
        URL: 'readonly',
        process: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
      parserOptions: { projectService: false },
    },
  },

  wall(
    ['schema/**/*.ts'],
    [up('(infra|subgraphs|gateway|test)')],
    'schema is the contract: it imports nothing of ours.',
  ),
  wall(
    ['infra/runtime/**/*.ts'],
    [up('(schema|subgraphs|gateway|test|cli)')],
    'infra/runtime is plumbing: it imports nothing of ours.',
  ),
  wall(
    ['gateway/**/*.ts'],
    [up('subgraphs'), up('infra/cli'), up('test')],
    'The gateway knows schema and infra/runtime only.',
  ),
  wall(
    ['infra/cli/**/*.ts', 'subgraphs/*.ts', 'subgraphs/cli/*.ts'],
    [up('(gateway|test)'), '^(\\.\\./)+subgraphs/', '^\\./(?!kit/)[a-z0-9]+/(zone|resolvers|entities)'],
    'Commands start programs; they import none.',
  ),
  wall(
    ['subgraphs/kit/**/*.ts'],
    [up('gateway'), up('infra/cli'), up('test'), '^(\\.\\./)+(?!schema/|infra/|kit/)[a-z0-9]+/zone\\.ts$'],
    'The kit knows no zone.',
    ['subgraphs/kit/validation/**/*.ts'],
  ),
  wall(
    ['subgraphs/kit/validation/**/*.ts'],
    [
      '^typeorm',
      '^graphql',
      '^@apollo',
      '^(\\.\\./)+(gateway|infra|test)/',
      '^\\.\\./(?!\\.\\./|statistics/written\\.ts$)',
    ],
    'Validation is pure: no database, no GraphQL.',
  ),
  wall(
    [ZONE_FOLDERS],
    [
      up('gateway'),
      up('infra'),
      up('test'),
      '^(\\.\\./)+kit/(?!index\\.ts$)',
      '^(\\.\\./)+(?!schema/|kit/)[a-z0-9-]+/(zone|resolvers|entities|migrations)',
    ],
    'A zone imports kit/index.ts, schema and its own folder only.',
    ['subgraphs/core/*/**/*.ts'],
  ),
  wall(
    ['subgraphs/core/*/**/*.ts'],
    [up('gateway'), up('infra'), up('test'), '^(\\.\\./)+kit/(?!index\\.ts$)', '^\\.\\./[a-z]+/(?!service\\.ts$)'],
    'A core mechanism imports kit/index.ts, schema, its own folder, and of another mechanism its service.ts.',
    ['subgraphs/core/*/rules/**/*.ts'],
  ),
  wall(
    ['subgraphs/core/*/rules/**/*.ts'],
    ['^typeorm', '^graphql', '^@apollo', 'kit/', 'generated', 'resolvers'],
    'Rules are pure: no database, no GraphQL.',
  ),
);
