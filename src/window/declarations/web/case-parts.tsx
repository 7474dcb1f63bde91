import { Link } from '@tanstack/react-router'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import type { DeclarationView } from './declaration-views.ts'
import { HandInForm } from './hand-in-form.tsx'
import '../../../web/kit/grid.css'
import { Table } from '../../../web/kit/table.tsx'

interface Props {
  readonly declaration: DeclarationView
}

function Fact({ name, children, mono = false }: { readonly name: string; readonly children: React.ReactNode; readonly mono?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={mono ? 'code' : undefined}>{children === undefined || children === '' ? '—' : children}</dd>
    </div>
  )
}

/** Parties, transport and containers as declared. */
export function TransportFacts({ declaration }: Props) {
  const { t } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  const { content } = declaration
  return (
    <section className="panel" aria-labelledby="declared-title">
      <div className="panel-head">
        <h2 id="declared-title">{t('case.declared')}</h2>
        <span className="small quiet">
          {t('field.acceptedAt')} <Moment at={declaration.acceptedAt} />
        </span>
      </div>
      <div className="panel-body stack">
        <dl className="facts">
          <Fact name={t('field.consignee')}>{content.consignee ?? t('case.withheld')}</Fact>
          <Fact name={t('field.consignor')}>{content.consignor ?? t('case.withheld')}</Fact>
          <Fact name={t('field.conveyanceRef')} mono>
            {content.conveyance === undefined ? undefined : `${code('objectKind', content.conveyance.kind)} ${content.conveyance.ref}${content.conveyance.voyage === undefined ? '' : ` / ${content.conveyance.voyage}`}`}
          </Fact>
          {declaration.conveyances.length === 0 ? null : (
            <Fact name={t('conveyances.reported')} mono>
              <span className="row">
                {declaration.conveyances.map((conveyance) => (
                  <Link key={conveyance.id} to="/conveyances/$id" params={{ id: conveyance.id }}>
                    {conveyance.ref}
                  </Link>
                ))}
              </span>
            </Fact>
          )}
          <Fact name={t('field.transportDocument')} mono>
            {content.transportDocument}
          </Fact>
          <Fact name={t('field.arrival')}>{content.arrival === undefined ? undefined : <Moment at={content.arrival} />}</Fact>
          <Fact name={t('field.destination')}>{content.destination === undefined ? undefined : name('ports', content.destination)}</Fact>
        </dl>
        {content.containers.length === 0 ? null : (
          <div>
            <h3 className="small">{t('declare.section.boxes')}</h3>
            <ul className="row">
              {content.containers.map((container) => (
                <li key={container.number} className="box-chip code">
                  {container.number}
                  {container.type === undefined ? null : <span className="quiet"> {container.type}</span>}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  )
}

/** The goods as declared, line by line. */
export function GoodsPart({ declaration }: Props) {
  const { t, language } = useTexts()
  const name = usePackName()
  const { items } = declaration.content
  return (
    <section className="panel" aria-labelledby="goods-title">
      <div className="panel-head">
        <h2 id="goods-title">{t('declare.section.goods')}</h2>
        <span className="small quiet">{t('consignments.lines', { count: items.length })}</span>
      </div>
      <Table
        label={t('declare.section.goods')} className="goods"
        heads={[t('field.line'), t('field.hs'), t('field.description'), t('field.origin'), { right: t('field.quantityValue') }, { right: t('field.netWeightKg') }, { right: t('field.valueAmount') }]}
      >
        {items.map((item) => (
          <tr key={item.line}>
            <td>{item.line}</td>
            <td className="code">
              {item.hs ?? t('case.withheld')}
              {item.ciq === undefined ? null : <span className="sub">{item.ciq}</span>}
            </td>
            <td className="what">
              {item.description ?? t('case.withheld')}
              {item.licences === undefined || item.licences.length === 0 ? null : (
                <span className="sub">{item.licences.map((licence) => `${name('licenceTypes', licence.type)} ${licence.number}`).join(' · ')}</span>
              )}
            </td>
            <td>{item.origin === undefined ? t('case.withheld') : name('countries', item.origin)}</td>
            <td className="right nowrap">
              {item.quantity === undefined ? t('case.withheld') : `${count(item.quantity.value, language, 3)} ${name('units', item.quantity.unit)}`}
            </td>
            <td className="right nowrap">{item.netWeightKg === undefined ? t('case.withheld') : `${count(item.netWeightKg, language, 3)} kg`}</td>
            <td className="right nowrap">{item.value === undefined ? t('case.withheld') : `${count(item.value.amount, language, 2)} ${item.value.currency}`}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

/** The documents named in the declaration and those that came after it; whoever declared may hand in more while the goods wait (RR-04). */
export function PapersPart({ declaration }: Props) {
  const { t } = useTexts()
  const name = usePackName()
  const actor = useActor()
  const { documents } = declaration.content
  const waits = declaration.status === 'accepted' || declaration.status === 'held'
  const mayHandIn = waits && actor.roles.includes('trader') && actor.enterprise === declaration.declarant
  if (documents.length === 0 && !mayHandIn) return null
  return (
    <section className="panel" aria-labelledby="papers-title">
      <div className="panel-head">
        <h2 id="papers-title">{t('declare.section.papers')}</h2>
      </div>
      {documents.length === 0 ? null : (
        <Table label={t('declare.section.papers')} heads={[t('field.documentType'), t('field.documentNumber'), t('field.issuer'), t('field.validTo'), t('papers.came')]}>
          {documents.map((document) => (
            <tr key={`${document.type}-${document.number}`}>
              <td>{name('documentTypes', document.type)}</td>
              <td className="code">{document.number}</td>
              <td>{document.issuer ?? '—'}</td>
              <td>{document.validTo === undefined ? '—' : <Moment at={document.validTo} />}</td>
              <td>{document.submittedAt === undefined ? t('papers.withDeclaration') : <Moment at={document.submittedAt} />}</td>
            </tr>
          ))}
        </Table>
      )}
      {mayHandIn ? (
        <div className="panel-body">
          <HandInForm declaration={declaration.id} />
        </div>
      ) : null}
    </section>
  )
}
