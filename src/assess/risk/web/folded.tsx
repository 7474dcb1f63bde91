import { useState } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'

/** The first of a list, and a way to all of them: nothing is left out without saying so. */
export function Folded({ most, count, children }: { readonly most: number; readonly count: number; readonly children: (shown: number) => React.ReactNode }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  return (
    <>
      {children(open ? count : most)}
      {count <= most ? null : <p className="risk-more no-print"><button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('risk.showFewer') : t('risk.showAll', { count })}</button></p>}
    </>
  )
}
