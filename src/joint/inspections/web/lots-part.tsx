import { useTexts } from '../../../web/i18n/i18n.ts'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { effectTones } from '../../../web/kit/tones.ts'
import { Party } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { CaseLink } from '../../../window/declarations/web/case-link.tsx'
import type { InspectionView } from './inspection-view.ts'


/** The lots of a box that several share, each with every agency's decision on it: one may be held while the others go (TM-06). */
export function LotsPart({ inspection: { lots, tasks } }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const name = usePackName()
  if (lots === undefined || lots.length === 0) return null
  return (
    <section className="panel" aria-labelledby="lots-title">
      <div className="panel-head">
        <h2 id="lots-title">{t('session.lots')}</h2>
        <span className="small quiet">{t('session.lotsLead')}</span>
      </div>
      <Table label={t('session.lots')} heads={[t('session.lot'), ...tasks.map((task) => <span key={task.agency}><Party code={task.agency} /> {name('agencies', task.agency)}</span>)]}>
        {lots.map((lot) => (
          <tr key={lot.key}>
            <th scope="row">
              <CaseLink id={lot.declaration} />
            </th>
            {tasks.map((task) => {
              const decision = lot.decisions[task.agency]
              const items = (task.lots ?? []).filter(({ key }) => key.startsWith(`item:${lot.declaration}/`))
              return (
                <td key={task.agency}>
                  {decision === undefined ? <span className="quiet">{t('session.undecided')}</span> : <Pill tone={effectTones[decision.effect] ?? 'idle'}>{name('dispositions', decision.code)}</Pill>}
                  {items.map(({ key, disposition }) => (
                    <span key={key} className="sub">
                      {t('session.line', { line: key.split('/')[1] ?? '' })}: {name('dispositions', disposition.code)}
                    </span>
                  ))}
                </td>
              )
            })}
          </tr>
        ))}
      </Table>
    </section>
  )
}
