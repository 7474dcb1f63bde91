import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { PublicFrame } from '../../../web/shell/public-frame.tsx'
import type { BulletinView } from '../routes-watch.ts'
import { BulletinList } from './notes-part.tsx'
import './risk.css'

function List({ path }: { readonly path: string }) {
  const { t } = useTexts()
  const list = useRows<BulletinView>(['bulletins'], path, {}, ['bulletin'])
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return <Empty title={t('risk.noBulletins')} />
  return <section className="panel"><BulletinList bulletins={list.rows} /></section>
}

/** Bulletins for whoever is signed in (RR-18). */
export function BulletinsScreen() {
  const { t } = useTexts()
  return (
    <div className="stack wide">
      <PageHead title={t('risk.bulletins')} lead={t('risk.bulletinsLead')} />
      <List path="/bulletins" />
    </div>
  )
}

/** Bulletins for everybody. */
export function PublicBulletinsPage() {
  const { t } = useTexts()
  return (
    <PublicFrame>
      <PageHead title={t('risk.bulletins')} lead={t('risk.bulletinsLead')} />
      <List path="/public/bulletins" />
    </PublicFrame>
  )
}
