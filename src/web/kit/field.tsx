import { Input, type InputProps } from 'antd'
import { usePort } from '../reference/port.ts'
import { zoneName } from '../i18n/time.ts'

/** A time on the port's wall clock; the zone stands beside it. The value is `2026-03-01T08:30`. */
export function WallClockInput(props: InputProps) {
  const { timeZone } = usePort()
  return <Input {...props} type="datetime-local" suffix={<span className="small quiet">{zoneName(timeZone, new Date())}</span>} />
}

/** A code: capital letters, no spell checking, in the mono face. */
export function CodeInput({ onChange, className, ...props }: InputProps) {
  return (
    <Input
      {...props}
      className={`code ${className ?? ''}`}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const { selectionStart, selectionEnd } = event.target
        event.target.value = event.target.value.toUpperCase()
        event.target.setSelectionRange(selectionStart, selectionEnd)
        onChange?.(event)
      }}
    />
  )
}
