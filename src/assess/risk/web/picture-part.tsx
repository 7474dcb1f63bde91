import { useTexts } from '../../../web/i18n/i18n.ts'
import { choosePort, usePort } from '../../../web/reference/port.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import type { PortPicture } from '../centre-routes.ts'

/** From the land border through the country to the sea: where goods come in and go on to. */
const lanes = [
  { name: 'border', kinds: ['rail', 'road', 'air'] },
  { name: 'inland', kinds: ['inland'] },
  { name: 'coast', kinds: ['sea'] },
] as const

const most = 4

/** Every port as it is now, in its place on the way of goods. Choosing one moves the whole desk there. */
export function Picture({ levels, ports }: { readonly levels: readonly string[]; readonly ports: readonly PortPicture[] }) {
  const { t } = useTexts()
  return (
    <section className="risk-chart" aria-labelledby="risk-chart-title">
      <div className="risk-chart-head">
        <h2 id="risk-chart-title">{t('risk.picture')}</h2>
        <ul className="risk-legend">
          {levels.map((level, n) => <Legend key={level} level={level} rank={rankOf(n, levels.length)} />)}
        </ul>
      </div>
      <div className="risk-lanes">
        {lanes.map(({ name, kinds }) => {
          const own = ports.filter(({ kind }) => (kinds as readonly string[]).includes(kind))
          return own.length === 0 ? null : (
            <div key={name} className="risk-lane">
              <h3>{t(`risk.lane.${name}`)}</h3>
              <ul>
                {own.map((port) => <li key={port.port}><PortNode port={port} levels={levels} /></li>)}
              </ul>
            </div>
          )
        })}
      </div>
    </section>
  )
}

/** Levels take the colours from calm to alarming, however many the scale has. */
const rankOf = (n: number, of: number): number => (of < 2 ? 0 : Math.round((n / (of - 1)) * (most - 1)))

function Legend({ level, rank }: { readonly level: string; readonly rank: number }) {
  const name = usePackName()
  return <li><i className={`risk-rank-${rank}`} aria-hidden /> {name('riskLevels', level)}</li>
}

function PortNode({ port, levels }: { readonly port: PortPicture; readonly levels: readonly string[] }) {
  const { t } = useTexts()
  const name = usePackName()
  const { code } = usePort()
  const waiting = levels.reduce((sum, level) => sum + (port.waiting[level] ?? 0), 0)
  const signs = [['holds', port.holds], ['held', port.held], ['queued', port.queued], ['alerts', port.alerts]] as const
  return (
    <button type="button" className={`risk-port ${port.state}`} aria-pressed={code === port.port} onClick={() => choosePort(port.port)}>
      <span className="risk-port-name">
        <b>{name('ports', port.port)}</b>
        <small className="code">{port.port}</small>
        <em>{t(`risk.state.${port.state}`)}</em>
      </span>
      <span className="risk-bar" aria-hidden>
        {waiting === 0 ? <i className="none" /> : levels.map((level, n) => ((port.waiting[level] ?? 0) === 0 ? null : <i key={level} className={`risk-rank-${rankOf(n, levels.length)}`} style={{ flexGrow: port.waiting[level] ?? 0 }} />))}
      </span>
      <span className="risk-port-signs">
        <span>{t('risk.waiting', { count: waiting })}{waiting === 0 ? '' : ` (${levels.toReversed().flatMap((level) => ((port.waiting[level] ?? 0) === 0 ? [] : [`${name('riskLevels', level)} ${port.waiting[level] ?? 0}`])).join(' · ')})`}</span>
        {signs.map(([sign, count]) => (count === 0 ? null : <span key={sign} className={sign}>{t(`risk.sign.${sign}`, { count })}</span>))}
      </span>
    </button>
  )
}
