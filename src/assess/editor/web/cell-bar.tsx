import type { Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { writeAnswer, writeCell } from '../domain/cell-text.ts'
import type { GridColumn } from '../domain/grid.ts'

interface Props {
  readonly definition: TableDefinition
  readonly column: GridColumn
  readonly title: string
  readonly row: Row
  readonly codes: readonly string[] | undefined
  readonly readOnly: boolean
  readonly write: (text: string) => void
}

/** More codes than these are typed, not picked. */
const pickable = 24

function choicesOf(definition: TableDefinition, column: GridColumn, codes: readonly string[] | undefined): readonly string[] {
  const of = column.kind === 'when' ? definition.columns.find((one) => one.name === column.name) : column.kind === 'then' ? definition.outputs.find((one) => one.name === column.name) : undefined
  if (of?.type === 'boolean') return ['true', 'false']
  if (column.kind === 'targeting') return ['yes']
  const { hit } = definition
  if (column.kind === 'then' && hit.policy === 'strictest' && hit.output === column.name) return hit.order
  const known = of?.values ?? codes ?? []
  return known.length <= pickable ? known : []
}

/** What the cell in use may hold: its codes to pick from where there are few, else how its conditions are written. */
export function CellBar({ definition, column, title, row, codes, readOnly, write }: Props) {
  const { t } = useTexts()
  const choices = choicesOf(definition, column, codes)
  const typeOf = column.kind === 'when' ? (definition.columns.find((one) => one.name === column.name)?.type ?? 'code') : column.kind === 'then' ? 'answer' : column.kind
  const text = column.kind === 'when' ? writeCell(row.when[column.name ?? '']) : column.kind === 'then' ? writeAnswer(row.then[column.name ?? '']) : column.read(row)
  const isList = column.kind === 'when' || definition.outputs.some((one) => column.kind === 'then' && one.name === column.name && one.type === 'codes')
  const picked = text.replace(/^!\s*/, '').split(/,\s*/).filter((part) => part !== '')
  const toggle = (code: string): void => {
    const next = picked.includes(code) ? picked.filter((one) => one !== code) : isList && typeOf !== 'boolean' ? [...picked, code] : [code]
    write((text.startsWith('!') && next.length > 0 ? '! ' : '') + next.join(', '))
  }
  return (
    <div className="cell-bar" role="group" aria-label={t('editor.cellBar')}>
      <b>{title}</b>
      <span className="code">{text === '' ? t('editor.any') : text}</span>
      {choices.length === 0 ? null : (
        <span className="value-chips">
          {choices.map((code) => (
            <button key={code} type="button" className="value-chip" aria-pressed={picked.includes(code)} disabled={readOnly} onClick={() => toggle(code)}>{code}</button>
          ))}
        </span>
      )}
      <span className="quiet">{t(`editor.hint.${typeOf}`)}</span>
    </div>
  )
}
