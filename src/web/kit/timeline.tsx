import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { dayInWords, wallClock } from '../i18n/time.ts'
import { Party } from '../reference/party.tsx'
import { usePort } from '../reference/port.ts'
import { Moment } from './moment.tsx'
import './timeline.css'

export interface Happening {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly by?: string | undefined
  readonly agency?: string | undefined
  readonly text?: React.ReactNode
}

const grave = /(Refused|Held|Declined|Withdrawn|Late|Failed|Cancelled)$/
const glad = /(Released|Closed|Agreed|Accepted)$/
const meeting = /(Collid|Collision|Joint|Inspection)/

/** What happened to a case, day by day on the port's clock, in the order in which it is given. */
export function Timeline({ items }: { readonly items: readonly Happening[] }) {
  const { language } = useTexts()
  const { timeZone } = usePort()
  const name = useCodeName()
  const days = new Map<string, Happening[]>()
  for (const item of items) {
    const day = wallClock(item.at, timeZone).slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return (
    <ol className="timeline">
      {[...days].map(([day, happened]) => (
        <li key={day}>
          <h3>{dayInWords(happened[0]?.at ?? day, timeZone, language)}</h3>
          <ol>
            {happened.map((item) => (
              <li key={item.id} className={grave.test(item.type) ? 'grave' : glad.test(item.type) ? 'glad' : meeting.test(item.type) ? 'met' : ''}>
                <Moment at={item.at} short />
                <div>
                  <span className="row">
                    <b>{name('event', item.type)}</b>
                    {item.agency === undefined ? null : <Party code={item.agency} />}
                  </span>
                  {item.text === undefined ? null : <span className="sub">{item.text}</span>}
                  {item.by === undefined ? null : <span className="sub">{item.by}</span>}
                </div>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}
