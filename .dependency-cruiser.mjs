// Who may know whom. Folders follow the walk of a consignment; an arrow never points back up the flow except through public.ts.
const areas = ['registry', 'window', 'assess', 'joint', 'clear', 'flow', 'watch', 'reform']
const area = `^src/(${areas.join('|')})/`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', comment: 'Two files that need each other are one thing or three.', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'kernel-imports-nothing', severity: 'error', from: { path: '^src/kernel/', pathNot: ['\\.test\\.ts$', '^src/kernel/decision-table/formula/'] }, to: { pathNot: '^src/kernel/' } },
    {
      name: 'formulas-know-their-parser',
      comment: 'Formulas of decision tables are read by a parser and matched by linear-time patterns: pure libraries, and nothing else.',
      severity: 'error',
      from: { path: '^src/kernel/decision-table/formula/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/kernel/', '^node_modules/@marcbachmann/cel-js/', '^node_modules/re2js/'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Decisions know values, their own module and the packs\' types: no library, no database, no platform.',
      severity: 'error',
      from: { path: '/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/kernel/', '/domain/', '/public\\.ts$', '^locales/'] },
    },
    { name: 'platform-knows-no-business', severity: 'error', from: { path: '^src/platform/', pathNot: '\\.test\\.ts$' }, to: { path: [area, '^packs/', '^src/apps/', '^src/web/'] } },
    {
      name: 'engine-knows-no-pack',
      comment: 'The engine is neutral: a pack is handed to it by apps.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/apps/', '\\.test\\.ts$'] },
      to: { path: '^packs/' },
    },
    { name: 'packs-know-the-kernel-only', severity: 'error', from: { path: '^packs/', pathNot: '\\.test\\.ts$' }, to: { pathNot: ['^packs/', '^src/kernel/'] } },
    {
      name: 'modules-through-the-front-door',
      comment: 'Another module is known by its public.ts; pure decisions may be shared within one area.',
      severity: 'error',
      from: { path: `^src/(${areas.join('|')})/([^/]+)/`, pathNot: ['\\.test\\.ts$', '/web/'] },
      to: { path: area, pathNot: ['^src/$1/$2/', '/public\\.ts$', '^src/$1/[^/]+\\.ts$', '^src/$1/[^/]+/domain/', '^src/$1/domain/'] },
    },
    { name: 'apps-are-the-top', severity: 'error', from: { path: '^src/', pathNot: ['^src/apps/', '\\.test\\.ts$'] }, to: { path: '^src/apps/' } },
    {
      name: 'screens-import-types-only',
      comment: 'A screen never carries server code into the browser: values come from web folders, kernel and pure domain.',
      severity: 'error',
      from: { path: ['/web/', '^src/web/'] },
      to: { path: '^src/', pathNot: ['/web/', '^src/web/', '^src/kernel/', '/domain/'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'server-imports-no-screens', severity: 'error', from: { path: '^src/', pathNot: ['/web/', '^src/web/'] }, to: { path: ['/web/', '^src/web/'] } },
    {
      name: 'inspections-have-one-door',
      comment: 'The state of inspections is written by acts that passed every gate, by what directives arrange, and by their leaving: through these files and no others.',
      severity: 'error',
      from: { path: '^(src|seed|packs)/', pathNot: '^src/joint/inspections/(write-outcome|arrange|leave)\\.ts$' },
      to: { path: '^src/joint/inspections/write-store\\.ts$' },
    },
    {
      name: 'acts-pass-the-gates',
      comment: 'Only the pipeline writes what an act brought about.',
      severity: 'error',
      from: { path: '^(src|seed|packs)/', pathNot: '^src/joint/inspections/act-on-inspection\\.ts$' },
      to: { path: '^src/joint/inspections/write-outcome\\.ts$' },
    },
    { name: 'tests-are-not-imported', severity: 'error', from: { pathNot: ['\\.test\\.tsx?$', '^tests/'] }, to: { path: ['\\.test\\.tsx?$', '^tests/'] } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
