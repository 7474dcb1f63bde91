import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Due } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { riskTone } from '../../../web/kit/tones.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import { useHasRole } from '../../../web/session/session.ts'
import type { EntryView } from '../views.ts'
import { WhyModal } from './alerts-part.tsx'
import { Folded } from './folded.tsx'
import { ScopeChips } from './scope-chips.tsx'

/** Risk records in force (RR-14): what raises the next declaration it fits. */
export function Records({ records }: { readonly records: readonly EntryView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="risk-records-title">
      <div className="panel-head">
        <h2 id="risk-records-title">{t('risk.records')}</h2>
        <span className="quiet small">{t('risk.recordsNote')}</span>
      </div>
      {records.length === 0 ? <p className="panel-body quiet">{t('risk.noRecords')}</p> : (
        <Folded most={8} count={records.length}>
          {(shown) => <ul className="risk-kept">{records.slice(0, shown).map((record) => <One key={record.id} record={record} />)}</ul>}
        </Folded>
      )}
    </section>
  )
}

function One({ record }: { readonly record: EntryView }) {
  const { t } = useTexts()
  const name = usePackName()
  const may = useHasRole('officer', 'coordinator', 'headquarters')
  const [ending, setEnding] = useState(false)
  return (
    <li>
      <span className="grow">
        <span className="row nowrap"><Pill tone={riskTone(record.level ?? '')}>{name('riskLevels', record.level ?? undefined)}</Pill> <span><b className="code">{record.label}</b> {record.title}</span></span>
        <ScopeChips scope={record.scope} />
        <span className="sub">{record.source === 'officer' ? record.created.name : record.source} · {record.reason}</span>
      </span>
      <Due at={record.validTo} done />
      {may ? <Button size="small" type="text" className="no-print" aria-label={`${t('risk.end')} ${record.label}`} onClick={() => setEnding(true)}>{t('risk.end')}</Button> : null}
      <WhyModal open={ending} title={`${t('risk.end')} ${record.label}`} path={`/risk-records/${record.id}/withdraw`} close={() => setEnding(false)} />
    </li>
  )
}
