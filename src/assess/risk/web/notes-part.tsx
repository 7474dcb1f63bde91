import { useTexts } from '../../../web/i18n/i18n.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { BulletinView, WarningView } from '../routes-watch.ts'

/** Warnings that stand: the level, the signs behind it, what followed. */
export function Warnings({ warnings }: { readonly warnings: readonly WarningView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="risk-warnings-title">
      <div className="panel-head"><h2 id="risk-warnings-title">{t('risk.warnings')}</h2></div>
      {warnings.length === 0 ? <p className="panel-body quiet">{t('risk.noWarnings')}</p> : (
        <ul className="risk-notes">
          {warnings.map((one) => (
            <li key={one.id}>
              <span className={`risk-level level-${Math.min(3, one.level)}`}>
                <b>{one.level}</b>
                <span className="visually-hidden">{t('risk.level')}</span>
              </span>
              <span className="grow">
                <b><span className="code">{one.hs}</span> {one.producer}</b>
                <span className="sub">{Object.entries(one.counts).flatMap(([kind, count]) => (count === 0 ? [] : [`${t(`risk.indicator.${kind}` as never)} ${count}`])).join(' · ')}</span>
                <span className="sub">{one.follow.map((what) => t(`risk.follow.${what}` as never)).join(' · ')} · <span className="code">{one.rule.table} v{one.rule.version} {one.rule.row}</span></span>
              </span>
              <Moment at={one.changedAt} short />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Bulletins, with whom they are for. */
export function Bulletins({ bulletins }: { readonly bulletins: readonly BulletinView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="risk-bulletins-title">
      <div className="panel-head"><h2 id="risk-bulletins-title">{t('risk.bulletins')}</h2></div>
      {bulletins.length === 0 ? <p className="panel-body quiet">{t('risk.noBulletins')}</p> : <BulletinList bulletins={bulletins} audience />}
    </section>
  )
}

/** Bulletins as everybody reads them. */
export function BulletinList({ bulletins, audience = false }: { readonly bulletins: readonly BulletinView[]; readonly audience?: boolean }) {
  const { t, language } = useTexts()
  return (
    <ul className="risk-notes">
      {bulletins.map((one) => (
        <li key={one.id} className={one.withdrawn === null ? '' : 'over'}>
          <span className="grow">
            <b><span className="code quiet">{one.label}</span> {one.title[language]}</b>
            <span className="risk-text">{one.body[language]}</span>
            <span className="sub">
              {audience ? `${one.audience.map((name) => t(`risk.audience.${name}`)).join(' · ')} · ${t(`risk.class.${one.classification}`)} · ` : ''}
              {t('risk.until')} <Moment at={one.validTo} />
            </span>
          </span>
          {one.withdrawn === null ? null : <Pill tone="idle">{t('risk.withdrawn')}</Pill>}
        </li>
      ))}
    </ul>
  )
}
