import { diffRows, type CellChange, type RowChange } from '../../../kernel/decision-table/diff-rows.ts'
import type { Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { writeAnswer, writeCell } from '../domain/cell-text.ts'

const shown = 400

function spelled(change: CellChange, side: 'before' | 'after'): string {
  if (change.part === 'when') return writeCell(change[side])
  if (change.part === 'then') return writeAnswer(change[side])
  if (change.part === 'note') return change[side] === undefined ? '' : `${change[side].zh} / ${change[side].en}`
  return String(change[side] ?? '')
}

/** What rows change in others, row by row and cell by cell: `hs 9503*: level medium → high`. `jump` leads to a row where there is a sheet to lead into. */
export function DiffPart({ definition, before, after, jump }: { readonly definition: TableDefinition; readonly before: readonly Row[]; readonly after: readonly Row[]; readonly jump?: (row: number) => void }) {
  const { t, language } = useTexts()
  const diff = diffRows(before, after)
  const called = (name: string): string => [...definition.columns, ...definition.outputs].find((one) => one.name === name)?.title[language] ?? name
  const title = (change: CellChange): string => (change.part === 'when' || change.part === 'then' ? called(change.name) : t(`editor.column.${change.part}`))
  const where = (row: Row): string => Object.entries(row.when).map(([name, cell]) => `${called(name)} ${writeCell(cell)}`).concat(row.formula ?? []).join(' · ')
  const answers = (row: Row): string => Object.entries(row.then).map(([name, value]) => `${called(name)} ${writeAnswer(value)}`).join(' · ')
  const say = (change: RowChange) => {
    switch (change.kind) {
      case 'added':
        return <ins>{where(change.row) || t('editor.always')} → {answers(change.row)}</ins>
      case 'removed':
        return <del>{where(change.row) || t('editor.always')} → {answers(change.row)}</del>
      case 'moved':
        return t('editor.movedFrom', { from: change.from + 1, to: change.at + 1 })
      case 'changed':
        return (
          <>
            <span className="quiet">{where(change.after) || t('editor.always')}</span>
            <ul>
              {change.cells.map((cell, i) => (
                <li key={i}>{title(cell)}: <del>{spelled(cell, 'before') || '∗'}</del> → <ins>{spelled(cell, 'after') || '∗'}</ins></li>
              ))}
            </ul>
          </>
        )
    }
  }
  if (diff.length === 0) return <p className="quiet">{t('editor.same')}</p>
  return (
    <section aria-label={t('editor.diff')}>
      <p role="status">{(['added', 'removed', 'changed', 'moved'] as const).map((kind) => `${t(`editor.kind.${kind}`)} ${diff.filter((one) => one.kind === kind).length}`).join(' · ')}</p>
      <ol className="findings diff-list" tabIndex={0} aria-label={t('editor.diff')}>
        {diff.slice(0, shown).map((change, i) => (
          <li key={i}>
            <p><b>{t(`editor.kind.${change.kind}`)}</b>{' '}
              {change.kind === 'removed' || jump === undefined ? <span className="code">{change.kind === 'changed' ? change.after.id : change.row.id}</span> : <button type="button" className="link-button code" onClick={() => jump(change.at)}>{change.kind === 'changed' ? change.after.id : change.row.id}</button>}
            </p>
            <div className="small">{say(change)}</div>
          </li>
        ))}
      </ol>
    </section>
  )
}
