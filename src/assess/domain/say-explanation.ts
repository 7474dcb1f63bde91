import type { Cell, FactValue, PositiveCell } from '../../kernel/decision-table/table.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { Explanation, ExplanationParameter, ExplanationRule, ExplanationStep } from './explanation.ts'

export type Language = keyof Bilingual

/** Sentences and their parts, with `{{places}}`; `explanation` of `locales/<language>/assess.json`. */
export type ExplanationTexts = Readonly<
  Record<
    | 'credit' | 'credit-of' | 'credit-default' | 'goods-risk' | 'goods-risk-withheld' | 'combined-risk' | 'combined-risk-withheld' | 'release-mode'
    | 'category' | 'policy-mode' | 'policy-waive' | 'policy-keep' | 'policy-clock' | 'before-others' | 'measure' | 'measure-of' | 'burden-raised' | 'burden-kept' | 'burden-share' | 'tightening' | 'risk-record' | 'hold-rule' | 'safety-floor-raised' | 'safety-floor-kept' | 'check' | 'targeting-rules' | 'targeting-score' | 'targeting-random' | 'targeting-none' | 'lines' | 'because' | 'rule' | 'clause' | 'separator' | 'list'
    | 'direction-import' | 'direction-export' | 'direction-transit' | 'mode-sea' | 'mode-rail' | 'mode-road' | 'mode-air' | 'mode-post' | 'mode-express' | 'mode-ecommerce'
    | 'equals' | 'one-of' | 'prefix' | 'range-from' | 'range-below' | 'range' | 'not' | 'absent' | 'formula' | 'none' | 'more',
    string
  >
>

/** Longer lists of codes are cut; the table shows them whole. */
const shownValues = 6

interface Speaker {
  say(text: keyof ExplanationTexts, places?: Readonly<Record<string, string | number>>): string
  name(list: readonly { readonly code?: string; readonly method?: string; readonly name: Bilingual }[], code: unknown): string
  readonly texts: ExplanationTexts
  readonly language: Language
  readonly pack: Pack
}

function speaker(pack: Pack, language: Language, texts: ExplanationTexts): Speaker {
  return {
    texts,
    language,
    pack,
    say: (text, places = {}) => texts[text].replace(/\{\{(\w+)\}\}/g, (_place, name: string) => String(must(places[name], `place ${name} of ${text}`))),
    name: (list, code) => list.find((one) => (one.code ?? one.method) === code)?.name[language] ?? String(code),
  }
}

/** Lists of the pack that name the codes of a column. */
const named = { releaseMode: 'releaseModes', risk: 'riskLevels', credit: 'creditGrades', port: 'ports' } as const

/** A value of a column by its name, where people have one for it; other codes are what is written in tariffs and papers. */
function valueOf(by: Speaker, column: string, value: unknown): string {
  const own = `${column}-${String(value)}`
  if ((column === 'direction' || column === 'mode') && own in by.texts) return by.texts[own as keyof ExplanationTexts]
  return column in named ? by.name(by.pack[named[column as keyof typeof named]], value) : String(value)
}

function listed(by: Speaker, values: readonly unknown[], column = ''): string {
  if (values.length === 0) return by.texts.none
  const shown = values.slice(0, shownValues).map((value) => valueOf(by, column, value)).join(by.texts.list)
  return values.length > shownValues ? `${shown}${by.texts.more}` : shown
}

function shownValue(by: Speaker, name: string, value: FactValue | undefined): string {
  if (value === undefined) return by.texts.none
  return typeof value === 'object' ? listed(by, value, name) : valueOf(by, name, value)
}

function sayPositive(by: Speaker, name: string, column: string, value: string, cell: PositiveCell): string {
  switch (cell.op) {
    case 'equals':
      return by.say('equals', { column, value: valueOf(by, name, cell.value) })
    case 'one-of':
      return by.say('one-of', { column, value, values: listed(by, cell.values, name) })
    case 'prefix':
      return by.say('prefix', { column, value, values: listed(by, cell.values) })
    case 'range': {
      const { from, below } = cell
      if (from === undefined) return by.say('range-below', { column, value, below: below ?? by.texts.none })
      return below === undefined ? by.say('range-from', { column, value, from }) : by.say('range', { column, value, from, below })
    }
  }
}

function sayCondition(by: Speaker, name: string, column: string, value: string, cell: Cell): string {
  switch (cell.op) {
    case 'any':
      return `${column} ${value}`
    case 'absent':
      return by.say('absent', { column })
    case 'not':
      return by.say('not', { condition: sayPositive(by, name, column, value, cell.cell) })
    default:
      return sayPositive(by, name, column, value, cell)
  }
}

function sayParameters(by: Speaker, rule: ExplanationRule | undefined, parameters: readonly ExplanationParameter[]): string {
  const columns = by.pack.tables.find((seed) => seed.definition.name === rule?.table)?.definition.columns ?? []
  const formula = rule?.formula === undefined ? [] : [by.say('formula', { formula: rule.formula })]
  return parameters
    .filter((parameter) => parameter.condition !== undefined || formula.length > 0)
    .map(({ name, value, condition }) => {
      const title = columns.find((column) => column.name === name)?.title[by.language] ?? name
      return sayCondition(by, name, title, shownValue(by, name, value), condition ?? { op: 'any' })
    })
    .concat(formula)
    .join(by.texts.list)
}

function sayRule(by: Speaker, { table, version, row, clause }: ExplanationRule): string {
  if (table === undefined || version === undefined) return by.say('clause', { clause })
  const title = by.pack.tables.find((seed) => seed.definition.name === table)?.definition.title[by.language] ?? table
  return by.say('rule', { title, version, row: row ?? by.texts.none, clause })
}

/** What a risk record or hold rule is about; its own id stays out of the sentence. */
function sayScope(by: Speaker, parameters: readonly ExplanationParameter[]): string {
  return parameters.flatMap(({ name, value }) => (name === 'entry' ? [] : [`${name} ${String(value)}`])).join(by.texts.list)
}

/** What a measure of policy does, and which others it goes before (PZ-17). */
function sayPolicy(by: Speaker, lines: string, mode: string, { outcome }: ExplanationStep): string {
  const policy = by.name(by.pack.policies, outcome['policy'])
  const outranked = (outcome['outranked'] as readonly string[]).map((code) => by.name(by.pack.policies, code))
  const before = outranked.length === 0 ? '' : by.say('before-others', { others: listed(by, outranked) })
  switch (outcome['about']) {
    case 'mode':
      return by.say('policy-mode', { lines, policy, mode }) + before
    case 'check': {
      const look = { lines, policy, agency: by.name(by.pack.agencies, outcome['agency']), method: by.name(by.pack.methods, outcome['method']) }
      return by.say(outcome['then'] === 'waive' ? 'policy-waive' : 'policy-keep', look) + before
    }
    default: {
      const parameter = by.pack.parameters.find(({ name }) => name === outcome['parameter'])?.description[by.language] ?? String(outcome['parameter'])
      return by.say('policy-clock', { lines, policy, parameter, value: String(outcome['value']) }) + before
    }
  }
}

/** What the grade of the enterprise costs (RR-12). */
function sayBurden(by: Speaker, lines: string, mode: string, { outcome }: ExplanationStep): string {
  const said = { lines, mode, measure: by.name(by.pack.credit.measures, outcome['measure']), share: String(outcome['share'] ?? '') }
  return by.say(outcome['mode'] === undefined ? 'burden-share' : outcome['raised'] === true ? 'burden-raised' : 'burden-kept', said)
}

/** How a case was chosen for inspection, or not. */
function sayChoice(by: Speaker, { outcome, parameters }: ExplanationStep): string {
  const value = (name: string): string => String(parameters.find((parameter) => parameter.name === name)?.value ?? by.texts.none)
  const said = { lane: value('lane'), score: value('score'), threshold: value('threshold'), share: value('share'), model: value('model') }
  const basis = outcome['basis']
  return by.say(basis === 'targeting' ? 'targeting-score' : basis === 'random' ? 'targeting-random' : basis === 'rules' ? 'targeting-rules' : 'targeting-none', said)
}

function sayOutcome(by: Speaker, step: ExplanationStep): string {
  const { outcome, parameters } = step
  const lines = step.lines === undefined ? '' : by.say('lines', { lines: listed(by, step.lines) })
  const mode = by.name(by.pack.releaseModes, outcome['mode'])
  switch (step.factor) {
    case 'credit': {
      const grade = by.name(by.pack.creditGrades, outcome['grade'])
      if (outcome['graded'] === false) return by.say('credit-default', { grade })
      const enterprise = parameters.find((parameter) => parameter.name === 'enterprise')?.value
      return enterprise === undefined ? by.say('credit', { grade }) : by.say('credit-of', { grade, enterprise: String(enterprise) })
    }
    case 'goods-risk':
      if (outcome['level'] === undefined) return by.say('goods-risk-withheld', { lines })
      return by.say('goods-risk', { lines, level: by.name(by.pack.riskLevels, outcome['level']) })
    case 'combined-risk':
      return outcome['value'] === undefined ? by.say('combined-risk-withheld') : by.say('combined-risk', { value: String(outcome['value']) })
    case 'release-mode':
      return by.say('release-mode', { mode })
    case 'risk-record':
      return by.say('risk-record', { lines, level: by.name(by.pack.riskLevels, outcome['level']), about: sayScope(by, parameters) })
    case 'hold-rule':
      return by.say('hold-rule', { lines, mode, about: sayScope(by, parameters) })
    case 'category':
      return by.say('category', { lines, category: by.name(by.pack.categories, outcome['category']) })
    case 'policy':
      return sayPolicy(by, lines, mode, step)
    case 'measure': {
      const said = { lines, measure: by.name(by.pack.measures, outcome['measure']), agency: by.name(by.pack.agencies, outcome['agency']) }
      const enterprise = parameters.find((parameter) => parameter.name === 'enterprise')?.value
      return enterprise === undefined ? by.say('measure', said) : by.say('measure-of', { ...said, enterprise: String(enterprise) })
    }
    case 'credit-measure':
      return sayBurden(by, lines, mode, step)
    case 'tightening':
      return by.say('tightening', { lines, mode })
    case 'safety-floor':
      return by.say(outcome['raised'] === true ? 'safety-floor-raised' : 'safety-floor-kept', { lines, mode })
    case 'targeting':
      return sayChoice(by, step)
    case 'check': {
      const methods = (outcome['methods'] as readonly string[]).map((method) => by.name(by.pack.methods, method))
      return by.say('check', { agency: by.name(by.pack.agencies, outcome['agency']), methods: listed(by, methods) })
    }
  }
}

/**
 * The text of an explanation, one sentence per step: what was found, because of which values, by which rule. Says nothing that the
 * explanation was cut of. `pack` gives the names of codes and columns.
 */
export function sayExplanation(pack: Pack, explanation: Explanation, language: Language, texts: ExplanationTexts): readonly string[] {
  const by = speaker(pack, language, texts)
  return explanation.steps.map((step) => {
    const conditions = sayParameters(by, step.rule, step.parameters)
    const parts = [sayOutcome(by, step), conditions === '' ? '' : by.say('because', { conditions }), step.rule === undefined ? '' : sayRule(by, step.rule)]
    return parts.filter((part) => part !== '').join(by.texts.separator)
  })
}
