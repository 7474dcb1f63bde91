import { Button } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import type { DrawList } from '../domain/draw-list.ts'
import { ticketOf, type Selected } from '../domain/draw-lots.ts'
import type { PublicDraw } from '../views.ts'
import './draws.css'

const pause = 900

/**
 * A draw as a replay: lot after lot in the order of the tickets, with the room each officer has left. Stands at its end at first, so that nobody has to wait for it;
 * whoever prefers stillness steps by hand.
 */
export function DrawReplay({ list, strata: named, seed, drawn, nameOf }: {
  readonly list: DrawList
  readonly strata: PublicDraw['strata']
  readonly seed: string
  readonly drawn: readonly Selected[]
  /** Who stands behind a code, for those who may know. */
  readonly nameOf?: (code: string) => string | undefined
}) {
  const { t, language } = useTexts()
  const [shown, setShown] = useState(drawn.length)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    const timer = window.setTimeout(() => (shown >= drawn.length ? setPlaying(false) : setShown(shown + 1)), pause)
    return () => window.clearTimeout(timer)
  }, [playing, shown, drawn.length])
  const tickets = useMemo(() => new Map(drawn.map(({ object }) => [object, ticketOf(seed, object)])), [drawn, seed])
  const strata = new Map(list.objects.map((object) => [object.code, object.stratum]))
  const taken = drawn.slice(0, shown).flatMap(({ officers }) => officers)
  const { capacity } = list.head.rules
  return (
    <section className="panel" aria-labelledby="replay-title">
      <div className="panel-head">
        <h2 id="replay-title">{t('draws.replay')}</h2>
        <div className="row no-print">
          <Button size="small" onClick={() => { setShown(playing || shown < drawn.length ? shown : 0); setPlaying(!playing) }}>{playing ? t('draws.pause') : t('draws.play')}</Button>
          <Button size="small" disabled={shown === 0} onClick={() => { setPlaying(false); setShown(shown - 1) }}>{t('draws.back')}</Button>
          <Button size="small" disabled={shown >= drawn.length} onClick={() => { setPlaying(false); setShown(shown + 1) }}>{t('draws.step')}</Button>
        </div>
      </div>
      <div className="panel-body draw-replay">
        <div>
          <p className="quiet small" aria-live="polite">{t('draws.shown', { shown, all: drawn.length })}</p>
          <ol className="lots" tabIndex={0} aria-label={t('draws.replay')}>
            {drawn.slice(0, shown).map(({ object, officers, short }, n) => (
              <li key={object} className={n === shown - 1 && shown < drawn.length ? 'lot newest' : 'lot'}>
                <span>
                  <b className="code">{object}</b> <span className="quiet small">{named.find(({ code }) => code === strata.get(object))?.name[language] ?? strata.get(object)}</span>
                  {nameOf?.(object) === undefined ? null : <span className="sub">{nameOf(object)}</span>}
                </span>
                <span className="code small quiet ticket" title={tickets.get(object)}>{tickets.get(object)?.slice(0, 12)}…</span>
                <span>
                  {officers.map((code) => (
                    <span key={code} className="lot-officer">
                      <b className="code">{code}</b> {nameOf?.(code)}
                    </span>
                  ))}
                  {short ? <span className="short">{t('draws.short')}</span> : null}
                </span>
              </li>
            ))}
          </ol>
        </div>
        <div>
          <h3>{t('draws.room')}</h3>
          <ul className="rooms" tabIndex={0} aria-label={t('draws.room')}>
            {list.officers.map(({ code, load, out }) => {
              const used = Math.min(capacity, load + taken.filter((one) => one === code).length)
              return (
                <li key={code} className={out === null ? '' : 'out'}>
                  <span className="code">{code}</span>
                  <progress max={capacity} value={used} aria-label={`${code} ${used}/${capacity}`} />
                  <span className="small quiet">{out === null ? `${used}/${capacity}` : t(`draws.out.${out}`)}</span>
                </li>
              )
            })}
          </ul>
        </div>
      </div>
    </section>
  )
}
