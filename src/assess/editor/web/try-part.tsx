import { Button } from 'antd'
import { useState } from 'react'
import type { RowExplanation } from '../../../kernel/decision-table/explain.ts'
import type { Facts, FactValue, Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { parseInstant } from '../../../kernel/instant.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { spell, spellCell } from '../../web/spell.ts'
import { tryRows } from './use-thread.ts'

function factOf(type: string, text: string): FactValue | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return type === 'codes' && text !== '' ? [] : undefined
  if (type === 'codes') return trimmed === '∅' ? [] : trimmed.split(/[,，、]/).map((part) => part.trim())
  if (type === 'number') return Number(trimmed)
  if (type === 'boolean') return /^(true|yes|是)$/i.test(trimmed)
  return type === 'instant' ? (parseInstant(trimmed) ?? trimmed) : trimmed
}

const textOf = (value: FactValue | undefined): string => (value === undefined ? '' : typeof value === 'object' ? (value.length === 0 ? '∅' : value.join(', ')) : String(value))

/** Facts in, the row that fires out, with what it looked at; worked out by the rows as they are on screen, saved or not. */
export function TryPart({ definition, rows, texts, change, jump }: {
  readonly definition: TableDefinition
  readonly rows: readonly Row[]
  readonly texts: Readonly<Record<string, string>>
  readonly change: (texts: Readonly<Record<string, string>>) => void
  readonly jump: (row: number) => void
}) {
  const { t, language } = useTexts()
  const [answer, setAnswer] = useState<readonly RowExplanation[] | 'stopped' | undefined>(undefined)
  const run = async (): Promise<void> => {
    const facts = Object.fromEntries(definition.columns.flatMap(({ name, type }) => {
      const value = factOf(type, texts[name] ?? '')
      return value === undefined ? [] : [[name, value]]
    }))
    setAnswer((await tryRows(definition, rows, facts)) ?? 'stopped')
  }
  return (
    <section aria-label={t('editor.try')} className="stack">
      <form onSubmit={(event) => { event.preventDefault(); void run() }}>
        <div className="try-fields">
          {definition.columns.map((column) => (
            <label key={column.name}>
              {column.title[language]}
              <input value={texts[column.name] ?? ''} onChange={(event) => change({ ...texts, [column.name]: event.target.value })} />
            </label>
          ))}
        </div>
        <p><Button htmlType="submit" type="primary">{t('editor.tryGo')}</Button></p>
      </form>
      <div role="status">
        {answer === undefined ? null : answer === 'stopped' ? <p>{t('editor.stopped')}</p> : answer.length === 0 ? <p>{t('editor.nothingFires')}</p> : answer.map(({ rule, conditions, then }) => (
          <div key={rule.row} className="stack">
            <p>
              <button type="button" className="link-button strong code" onClick={() => jump(rows.findIndex((row) => row.id === rule.row))}>{rule.row}</button> → {Object.entries(then).map(([name, value]) => `${name} ${spell(value)}`).join(' · ')} <span className="quiet small">{rule.clause}</span>
            </p>
            {rule.formula === undefined ? null : <code className="formula-text">{rule.formula}</code>}
            <ul className="small">
              {conditions.map(({ name, value, condition }) => (
                <li key={name}><span className="quiet">{name}</span> <span className="code">{spell(value)}</span> {condition === undefined ? '' : spellCell(condition)}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  )
}

/** Facts as the fields of the panel hold them. */
export const textsOfFacts = (facts: Facts): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, textOf(value)]))
